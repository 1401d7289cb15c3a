"""Tells papermill how parameters are written in TypeScript."""

import json
import math
import re

from papermill.engines import NBClientEngine as PipenbEngine
from papermill.models import Parameter
from papermill.translators import Translator, papermill_translators

__all__ = ["PipenbEngine", "TypeScriptTranslator"]

# A declaration of one line, its type, value and comment.
_DECLARED = re.compile(
    r"^\s*(?:export\s+)?(?:const|let|var)\s+([\w$]+)\s*(?::\s*([^=;]+?))?\s*=\s*(.*?);?\s*(?://\s*(.*))?$",
    re.MULTILINE,
)


class TypeScriptTranslator(Translator):
    """Writes values as TypeScript, and reads what a parameters cell declares."""

    @classmethod
    def translate_none(cls, val):
        return "null"

    @classmethod
    def translate_str(cls, val):
        return json.dumps(val, ensure_ascii=False)

    @classmethod
    def translate_int(cls, val):
        # Numbers of JavaScript are exact up to there.
        return f"{val}n" if abs(val) >= 2**53 else str(val)

    @classmethod
    def translate_float(cls, val):
        if math.isnan(val):
            return "NaN"
        return repr(val) if math.isfinite(val) else ("Infinity" if val > 0 else "-Infinity")

    @classmethod
    def translate_dict(cls, val):
        entries = (f"{json.dumps(str(key))}: {cls.translate(value)}" for key, value in val.items())
        return "{" + ", ".join(entries) + "}"

    @classmethod
    def translate_list(cls, val):
        return "[" + ", ".join(cls.translate(value) for value in val) + "]"

    @classmethod
    def comment(cls, cmt_str):
        return f"// {cmt_str}".strip()

    @classmethod
    def assign(cls, name, str_val):
        # The parameters cell above may have declared it with const: the kernel lets a later cell declare it again.
        return f"var {name} = {str_val};"

    @classmethod
    def inspect(cls, parameters_cell):
        return [
            Parameter(name=name, inferred_type_name=kind or "None", default=value, help=comment or "")
            for name, kind, value, comment in _DECLARED.findall(parameters_cell["source"])
        ]


for _language in ("typescript", "javascript"):
    papermill_translators.register(_language, TypeScriptTranslator)
