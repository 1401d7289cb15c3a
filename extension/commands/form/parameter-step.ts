/** One step of the form for a pipeline's parameters. Free of the editor's API. */
import { describeType, placeholder } from "../../../notebook/parameters/describe-type.ts";
import type { Parameter, ParameterType } from "../../../notebook/parameters/parameter.ts";
import { parseValue } from "../../../notebook/parameters/parse-value.ts";
import { defaultText } from "../../../notebook/parameters/run-arguments.ts";

/** A question: a text that is checked while it is typed, or a choice. */
export type FormStep = {
  readonly name: string;
  readonly prompt: string;
  /** What stands there before the user says anything. */
  readonly value: string;
} & (
  | {
      readonly kind: "text";
      readonly placeholder: string;
      /** What is wrong with a text and what to give instead. */
      readonly problem: (text: string) => string | undefined;
      /** The text as it is given to the pipeline. */
      readonly tidy: (text: string) => string;
    }
  | { readonly kind: "choice"; readonly options: readonly FormOption[] }
);

/** One answer to choose. */
interface FormOption {
  readonly text: string;
  readonly description: string;
}

/** The question for a parameter. `last` is what was answered the last time, and asked first where it still fits. */
export function parameterStep(parameter: Parameter, last: string | undefined): FormStep {
  const { name, type, doc } = parameter;
  const prompt = [doc === "" ? name : doc, describeType(type)].join(" — ");
  const given = defaultText(parameter) ?? "";
  const value = last !== undefined && parseValue(type, last).kind === "value" ? last : given;
  const options = optionsOf(type);
  if (options !== undefined) {
    const shown = options.map((text) => ({ text, description: text === given ? "default" : "" }));
    return { kind: "choice", name, prompt, value, options: shown };
  }
  const tidy = type.kind === "string" ? (text: string) => text : (text: string) => text.trim();
  const problem = (text: string): string | undefined => {
    const parsed = parseValue(type, tidy(text));
    return parsed.kind === "wrong" ? parsed.sentence : undefined;
  };
  return { kind: "text", name, prompt, value, placeholder: placeholder(type), problem, tidy };
}

function optionsOf(type: ParameterType): readonly string[] | undefined {
  if (type.kind === "boolean") return ["true", "false"];
  if (type.kind === "choice") return type.options.map(String);
  return undefined;
}
