/** The words behind `docker run IMAGE` for values that somebody chose. */
import { booleanOf } from "./boolean-words.ts";
import { listText } from "./list-text.ts";
import { optionName } from "./option-names.ts";
import type { Parameter } from "./parameter.ts";

/** The first parameter stands alone, as in `docker run IMAGE 2022-02-05`; of the others those that differ from their defaults. */
export function runArguments(
  parameters: readonly Parameter[],
  texts: Readonly<Record<string, string>>,
): readonly string[] {
  return parameters.flatMap((parameter, index) => {
    const text = texts[parameter.name];
    if (text === undefined) return [];
    if (index === 0 && canStandAlone(parameter, text)) return [text];
    return text === defaultText(parameter) ? [] : option(parameter, text);
  });
}

/** The default as one text; undefined for a parameter that must be given. */
export function defaultText({ default: given }: Parameter): string | undefined {
  if (given === undefined) return undefined;
  return typeof given === "object" ? listText(given.map(String)) : String(given);
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
