/** A pipeline's parameters from its command line and environment. Free of the TypeScript compiler: the exported runner is built from it. */
import { readCommandLine, type GivenText } from "./command-line.ts";
import { environmentName, optionName } from "./option-names.ts";
import type { Parameter, ParameterType, ParameterValue, ParameterValues } from "./parameter.ts";
import { parseElements, parseValue, type ParsedValue } from "./parse-value.ts";

/** Values for every parameter, or the wish for help, or every problem at once, each one a sentence that says what to do. */
export type ParsedArguments =
  | { readonly kind: "values"; readonly values: ParameterValues }
  | { readonly kind: "help" }
  | { readonly kind: "problems"; readonly problems: readonly string[] };

/** The command line goes before the environment variable `PIPENB_NAME` (an empty one counts as absent), and that before the default. */
export function parseArguments(
  parameters: readonly Parameter[],
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): ParsedArguments {
  const line = readCommandLine(parameters, argv);
  if (line.help) return { kind: "help" };
  const found = parameters.map((parameter) => ({
    parameter,
    result: valueOf(parameter, line.given.get(parameter.name), env),
  }));
  const problems = [
    ...line.problems,
    ...found.flatMap(({ parameter, result }) =>
      result.kind === "wrong" && !complainedAbout(parameter, line.problems) ? result.sentences : [],
    ),
  ];
  if (problems.length > 0) return { kind: "problems", problems };
  const values = found.flatMap(({ parameter, result }) =>
    result.kind === "value" ? [[parameter.name, result.value] as const] : [],
  );
  return { kind: "values", values: Object.fromEntries(values) };
}

type Found =
  | { readonly kind: "value"; readonly value: ParameterValue }
  | { readonly kind: "wrong"; readonly sentences: readonly string[] };

/** An option without its value was complained about already; that it is missing says nothing new. */
function complainedAbout({ name }: Parameter, problems: readonly string[]): boolean {
  return problems.some((problem) => problem.startsWith(`${name}: --`));
}

function valueOf(
  parameter: Parameter,
  texts: readonly GivenText[] | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Found {
  if (texts !== undefined) return fromTexts(parameter, texts, parameter.name);
  const variable = environmentName(parameter.name);
  const text = env[variable];
  if (text !== undefined && text !== "") {
    return fromTexts(parameter, [{ text, alone: false }], `${parameter.name} (from ${variable})`);
  }
  if (parameter.default !== undefined) return { kind: "value", value: parameter.default };
  return {
    kind: "wrong",
    sentences: [
      `${parameter.name} is missing. Give it as an argument, as --${optionName(parameter.name)} or in the environment variable ${variable}.`,
    ],
  };
}

function fromTexts({ name, type }: Parameter, texts: readonly GivenText[], label: string): Found {
  if (texts.length > 1 && type.kind !== "array") {
    const list = texts.map(({ text }) => JSON.stringify(text)).join(" and ");
    return { kind: "wrong", sentences: [`${label}: given more than once, as ${list}. Give one ${name}.`] };
  }
  const parsed = texts.map((text) => parseText(type, text, texts.length === 1));
  const sentences = parsed.flatMap((part) => (part.kind === "wrong" ? [`${label}: ${part.sentence}`] : []));
  if (sentences.length > 0) return { kind: "wrong", sentences };
  const values = parsed.flatMap((part) => (part.kind === "value" ? [part.value] : []));
  const [first = ""] = values;
  return { kind: "value", value: type.kind === "array" ? values.flat() : first };
}

/** Of a list, a text that stands alone is one element where commas may be part of it; an empty text is the empty list only where it is all that is given. */
function parseText(type: ParameterType, { text, alone }: GivenText, isAll: boolean): ParsedValue {
  if (type.kind !== "array") return parseValue(type, text);
  const isOne = alone && (type.element.kind === "string" || type.element.kind === "path");
  return isOne || (text === "" && (alone || !isAll))
    ? parseElements(type.element, [text])
    : parseValue(type, text);
}
