/** The words behind `docker run IMAGE` for values that somebody chose. */
import { booleanOf } from "./boolean-words.ts";
import { listText } from "./list-text.ts";
import { optionName } from "./option-names.ts";
import type { Parameter, ParameterValue } from "./parameter.ts";

/** The first parameter stands alone, as in `docker run IMAGE 2022-02-05`; of the others those that differ from their defaults. */
export function runArguments(
  parameters: readonly Parameter[],
  texts: Readonly<Record<string, string>>,
): readonly string[] {
  return parameters.flatMap((parameter, index) => {
    const text = texts[parameter.name];
    if (text === undefined) return [];
    return index === 0 && canStandAlone(parameter, text) ? [text] : optionArguments([parameter], texts);
  });
}

/** The same with each by its name, also the first. */
export function optionArguments(
  parameters: readonly Parameter[],
  texts: Readonly<Record<string, string>>,
): readonly string[] {
  return parameters.flatMap((parameter) => {
    const text = texts[parameter.name];
    return text === undefined || text === defaultText(parameter) ? [] : option(parameter, text);
  });
}

/** The default as one text; undefined for a parameter that must be given. */
export function defaultText({ default: given }: Parameter): string | undefined {
  return given === undefined ? undefined : valueText(given);
}

/** A value as one text. */
export function valueText(value: ParameterValue): string {
  return typeof value === "object" ? listText(value.map(String)) : String(value);
}

function canStandAlone({ type }: Parameter, text: string): boolean {
  // Alone, a list's text would be one element.
  const isWhole = type.kind !== "array" || !text.includes(",");
  return type.kind !== "boolean" && isWhole && text !== "" && !text.startsWith("-");
}

function option({ name, type }: Parameter, text: string): readonly string[] {
  const long = optionName(name);
  if (type.kind === "boolean") return [booleanOf(text) === true ? `--${long}` : `--no-${long}`];
  return text === "" || text.startsWith("-") ? [`--${long}=${text}`] : [`--${long}`, text];
}
