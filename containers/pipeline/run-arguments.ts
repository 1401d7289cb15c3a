/** The words behind `docker run IMAGE` for values that somebody chose. */
import { optionName } from "../../notebook/parameters/option-names.ts";
import type { Parameter } from "../../notebook/parameters/parameter.ts";

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

/** The default as one would type it, a list with commas; undefined for a parameter that must be given. */
export function defaultText({ default: given }: Parameter): string | undefined {
  if (given === undefined) return undefined;
  return String(given);
}

function canStandAlone({ type }: Parameter, text: string): boolean {
  return type.kind !== "boolean" && text !== "" && !text.startsWith("-");
}

function option({ name, type }: Parameter, text: string): readonly string[] {
  const long = optionName(name);
  if (type.kind === "boolean") return [/^(true|1|yes|on)$/i.test(text) ? `--${long}` : `--no-${long}`];
  return text === "" || text.startsWith("-") ? [`--${long}=${text}`] : [`--${long}`, text];
}
