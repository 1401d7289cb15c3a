/** Says in words and in placeholders what a parameter takes. */
import { listText } from "./list-text.ts";
import type { ParameterType, ParameterValue } from "./parameter.ts";

/** What stands for the value in a usage line: `<YYYY-MM-DD>`; "" for a switch. */
export function placeholder(type: ParameterType): string {
  switch (type.kind) {
    case "boolean":
      return "";
    case "date":
      return "<YYYY-MM-DD>";
    case "choice":
      return `<${type.options.join("|")}>`;
    case "array":
      return `<${elementName(type.element)},…>`;
    default:
      return `<${type.kind}>`;
  }
}

/** `calendar day`, `list of numbers`, `one of CZ, DE, US`. */
export function describeType(type: ParameterType): string {
  switch (type.kind) {
    case "string":
      return "text";
    case "number":
      return "number";
    case "boolean":
      return "switch, yes or no";
    case "date":
      return "calendar day";
    case "path":
      return "file or folder";
    case "choice":
      return `one of ${type.options.join(", ")}`;
    case "array":
      return `list, separated by commas or given several times; each ${describeType(type.element)}`;
  }
}

/** A value as one would type it on the command line. */
export function describeValue(value: ParameterValue): string {
  if (typeof value === "object") {
    return value.length === 0 ? "an empty list" : listText(value.map((part) => describeValue(part)));
  }
  return typeof value === "string" && (value === "" || /\s/.test(value))
    ? JSON.stringify(value)
    : String(value);
}

function elementName(element: ParameterType): string {
  return placeholder(element).replaceAll(/[<>]/g, "") || element.kind;
}
