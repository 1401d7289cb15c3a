import type { ParameterType } from "./parameter.ts";
import { parseValue } from "./parse-value.ts";

/** Whether the text is a number that the type takes. */
export function takesNumber(type: ParameterType, text: string): boolean {
  switch (type.kind) {
    case "number":
      return parseValue(type, text).kind === "value";
    case "choice":
      return type.options.some((option) => typeof option === "number" && String(option) === text);
    case "array":
      return takesNumber(type.element, text);
    default:
      return false;
  }
}
