/** Values as text inside the library, to look for some text in them. Upper and lower case are the same. */
import { Type } from "@uwdata/flechette";
import type { DataType } from "@uwdata/flechette";
import type { Words } from "./expression-context.ts";
import type { PolarsColumn } from "./polars-column.ts";
import type { Expr } from "./polars-types.ts";

/** Undefined where no value of the column can have the text in it. */
export function hasText(words: Words, column: PolarsColumn, text: string): Expr | undefined {
  const needle = text.toLowerCase();
  if (!mayHave(column.type, needle)) return undefined;
  const forms = textsOf(words, column, needle).map((form) => form.str.contains(needle, true));
  return forms.length === 0 ? undefined : forms.reduce((any, form) => any.or(form));
}

/** Spares turning a million numbers into text to look for a word. */
function mayHave({ typeId }: DataType, needle: string): boolean {
  switch (typeId) {
    case Type.Int:
      return /^-?\d*$/.test(needle);
    case Type.Decimal:
      return /^-?\d*\.?\d*$/.test(needle);
    case Type.Float:
      return (
        /^[-+.e\d]*$/.test(needle) || "nan".includes(needle) || "infinity".includes(needle.replace("-", ""))
      );
    case Type.Bool:
      return "true".includes(needle) || "false".includes(needle);
    case Type.Date:
    case Type.Timestamp:
    case Type.Time:
      return /^[-+:.\d tz]*$/.test(needle);
    default:
      return true;
  }
}

/**
 * In lower case. Points in time are found both as they are shown and in ISO 8601. What the text looked for cannot tell apart
 * is not mended: of a million numbers that takes longer than all else.
 */
function textsOf({ pl, of }: Words, column: PolarsColumn, needle: string): readonly Expr[] {
  const values = of(column);
  const { type } = column;
  switch (type.typeId) {
    case Type.Utf8:
    case Type.LargeUtf8:
    case Type.Utf8View:
      return [values.cast(pl.String).str.toLowerCase()];
    case Type.Int:
    case Type.Decimal:
    case Type.Bool:
    case Type.Date:
      return [values.cast(pl.String)];
    case Type.Float:
      return [floatText(values.cast(pl.String), needle)];
    case Type.Time:
      return [values.dt.strftime("%H:%M:%S%.f")];
    case Type.Timestamp:
      if (type.timezone === null && !/[ t]/.test(needle)) return [values.dt.strftime("%Y-%m-%d %H:%M:%S%.f")];
      return type.timezone === null
        ? [values.dt.strftime("%Y-%m-%d %H:%M:%S%.f"), values.dt.strftime("%Y-%m-%dt%H:%M:%S%.f")]
        : [
            values.dt.strftime("%Y-%m-%d %H:%M:%S%.f%:z"),
            values.dt.convertTimeZone("UTC").dt.strftime("%Y-%m-%dt%H:%M:%S%.fz"),
          ];
    default:
      return column.role === "nested" && hasJson(type) ? [jsonOf(pl.struct([values.alias("v")]))] : [];
  }
}

/** The library says `12.0` and `NaN`, and `inf` for what is shown as Infinity. */
function floatText(text: Expr, needle: string): Expr {
  const isWord = /[a-df-z]/.test(needle);
  const whole = needle === "0" || needle.includes(".") ? text.str.replace(/\.0$/, "") : text;
  return isWord ? whole.str.replace(/inf$/, "infinity").str.toLowerCase() : whole;
}

/** What is in the one field of the struct, as JSON text; whole floating-point numbers without the zero behind the point. */
function jsonOf(struct: Expr): Expr {
  return struct.struct
    .jsonEncode()
    .str.replace(/^\{"v":(?:null\}$)?/, "")
    .str.replace(/\}$/, "")
    .str.replaceAll(/([0-9])\.0([,\]}]|$)/, "$1$2")
    .str.toLowerCase();
}

/** The library ends the whole process's thread over bytes in JSON. */
export function hasJson(type: DataType): boolean {
  switch (type.typeId) {
    case Type.Binary:
    case Type.LargeBinary:
    case Type.BinaryView:
    case Type.FixedSizeBinary:
      return false;
    default:
      return !("children" in type) || type.children.every((child) => hasJson(child.type));
  }
}
