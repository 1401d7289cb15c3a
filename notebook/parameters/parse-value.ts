/** Turns the text somebody typed into a parameter's value. */
import { nearest } from "../nearest.ts";
import { booleanOf } from "./boolean-words.ts";
import { notADay } from "./calendar-day.ts";
import { splitList } from "./list-text.ts";
import { parseNumber } from "./parse-number.ts";
import type { ParameterType, ParameterValue } from "./parameter.ts";

/** The value, or what is wrong with the text and what to give instead; the sentence starts after the parameter's name. */
export type ParsedValue =
  | { readonly kind: "value"; readonly value: ParameterValue }
  | { readonly kind: "wrong"; readonly sentence: string };

/** One text for one value; a list's text is its elements, separated by commas. */
export function parseValue(type: ParameterType, text: string): ParsedValue {
  switch (type.kind) {
    case "string":
      return { kind: "value", value: text };
    case "path":
      return text === ""
        ? wrong(text, "is not a path", "Give a file or folder")
        : { kind: "value", value: text };
    case "number":
      return numberOf(text);
    case "boolean":
      return parseBoolean(text);
    case "date":
      return parseDay(text);
    case "choice":
      return parseChoice(type.options, text);
    case "array":
      return parseElements(type.element, splitList(text));
  }
}

function wrong(text: string, complaint: string, remedy: string): ParsedValue {
  return { kind: "wrong", sentence: `${JSON.stringify(text)} ${complaint}. ${remedy}.` };
}

function numberOf(text: string): ParsedValue {
  const parsed = parseNumber(text);
  return parsed.kind === "value" ? parsed : wrong(text, parsed.complaint, parsed.remedy);
}

function parseBoolean(text: string): ParsedValue {
  const value = booleanOf(text);
  if (value !== undefined) return { kind: "value", value };
  return wrong(text, "is neither true nor false", "Give true or false");
}

function parseDay(text: string): ParsedValue {
  const complaint = notADay(text);
  if (complaint === undefined) return { kind: "value", value: text };
  return wrong(text, complaint, "Give a day as YYYY-MM-DD");
}

function parseChoice(options: readonly (string | number)[], text: string): ParsedValue {
  const found = options.find((option) => String(option) === text);
  if (found !== undefined) return { kind: "value", value: found };
  const meant = nearest(text, options.map(String));
  const remedy = meant === undefined ? "Give one of them." : `Did you mean ${meant}?`;
  const list = options.map(String).join(", ");
  return { kind: "wrong", sentence: `${JSON.stringify(text)} is not one of ${list}. ${remedy}` };
}

/** One text for each element. */
export function parseElements(element: ParameterType, texts: readonly string[]): ParsedValue {
  const parts = texts.map((text) => parseValue(element, text));
  const sentences = parts.flatMap((part) => (part.kind === "wrong" ? [part.sentence] : []));
  if (sentences.length > 0) return { kind: "wrong", sentence: sentences.join(" ") };
  return { kind: "value", value: parts.flatMap((part) => (part.kind === "value" ? [part.value] : [])) };
}
