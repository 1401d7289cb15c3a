/** Plain data as YAML that a person can read. */
import { Document, isScalar, parse, visit } from "yaml";

export type YamlValue =
  string | number | boolean | readonly YamlValue[] | { readonly [key: string]: YamlValue | undefined };

/** Readers differ: compose's own is one of YAML 1.2 with ways of 1.1, those written in Python are ones of 1.1. */
const versions = ["1.1", "1.2"] as const;

/** Block style for maps, one line for lists of plain values. A text that any reader could take for something else is quoted. */
export function yamlText(value: YamlValue): string {
  const document = new Document(value, { keepUndefined: false, aliasDuplicateObjects: false });
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value === "string" && !isPlain(node.value)) node.type = "QUOTE_DOUBLE";
    },
    Seq(_, node) {
      if (node.items.every(isScalar)) node.flow = true;
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

/** Whether the text, without quotes, is a word that every reader takes for that text. */
function isPlain(text: string): boolean {
  return /^[A-Za-z_./][\w./-]*$/.test(text) && versions.every((version) => parse(text, { version }) === text);
}
