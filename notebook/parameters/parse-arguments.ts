/** A pipeline's parameters from its command line and environment. Free of the TypeScript compiler: the exported runner is built from it. */
import { readCommandLine, type GivenText } from "./command-line.ts";
import { describeType } from "./describe-type.ts";
import { environmentName, fileVariable, optionName, secretName } from "./option-names.ts";
import type { Parameter, ParameterType, ParameterValue, ParameterValues } from "./parameter.ts";
import { parseElements, parseValue, type ParsedValue } from "./parse-value.ts";

/** Values for every parameter, or the wish for help, or every problem at once, each one a sentence that says what to do. */
export type ParsedArguments =
  | {
      readonly kind: "values";
      readonly values: ParameterValues;
      /** The parameters whose values files have given: they may be secret. */
      readonly fromFiles: readonly string[];
    }
  | { readonly kind: "help" }
  | { readonly kind: "problems"; readonly problems: readonly string[] };

/** The text of a file, undefined where it is not there. */
export type FileText =
  | { readonly kind: "text"; readonly path: string; readonly text: string }
  | { readonly kind: "unreadable"; readonly path: string; readonly why: string }
  | undefined;

/** Files that hold the values of parameters, as whoever runs the pipeline can read them. */
export interface ParameterFiles {
  readonly read: (path: string) => FileText;
  readonly secret: (name: string) => FileText;
}

const noFiles: ParameterFiles = { read: () => undefined, secret: () => undefined };

/**
 * The command line goes before the environment variable `PIPENB_NAME` (an empty one counts as absent), that before the file which
 * `PIPENB_NAME_FILE` names, that before the secret of the option's name, and that before the default.
 */
export function parseArguments(
  parameters: readonly Parameter[],
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  files = noFiles,
): ParsedArguments {
  const line = readCommandLine(parameters, argv);
  if (line.help) return { kind: "help" };
  const found = parameters.map((parameter) => ({
    parameter,
    result: valueOf(parameter, line.given.get(parameter.name), { parameters, env, files }),
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
  const fromFiles = found.flatMap(({ parameter: { name }, result }) =>
    result.kind === "value" && result.isFromFile === true ? [name] : [],
  );
  return { kind: "values", values: Object.fromEntries(values), fromFiles };
}

type Found =
  | { readonly kind: "value"; readonly value: ParameterValue; readonly isFromFile?: true }
  | { readonly kind: "wrong"; readonly sentences: readonly string[] };

/** An option without its value was complained about already; that it is missing says nothing new. */
function complainedAbout({ name }: Parameter, problems: readonly string[]): boolean {
  return problems.some((problem) => problem.startsWith(`${name}: --`));
}

interface Sources {
  /** All of them. */
  readonly parameters: readonly Parameter[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly files: ParameterFiles;
}

function valueOf(parameter: Parameter, texts: readonly GivenText[] | undefined, sources: Sources): Found {
  if (texts !== undefined) return fromTexts(parameter, texts, parameter.name);
  const variable = environmentName(parameter.name);
  const text = sources.env[variable];
  if (text !== undefined && text !== "") {
    return fromTexts(parameter, [{ text, alone: false }], `${parameter.name} (from ${variable})`);
  }
  const inFile = fromFile(parameter, sources);
  if (inFile !== undefined) return inFile;
  if (parameter.default !== undefined) return { kind: "value", value: parameter.default };
  return {
    kind: "wrong",
    sentences: [
      `${parameter.name} is missing. Give it as an argument, as --${optionName(parameter.name)} or in the environment variable ${variable}.`,
    ],
  };
}

/** A variable that is another parameter's own names no file. */
function fromFile(parameter: Parameter, { parameters, env, files }: Sources): Found | undefined {
  const { name, type } = parameter;
  const variable = fileVariable(name);
  const isFree = parameters.every((other) => environmentName(other.name) !== variable);
  const path = isFree ? (env[variable] ?? "") : "";
  const file = path === "" ? files.secret(secretName(name)) : files.read(path);
  if (file === undefined && path === "") return undefined;
  const label = path === "" ? name : `${name} (from ${variable})`;
  if (file?.kind !== "text") {
    const why = file?.why ?? "it is not there";
    const sentence = `${label}: the file ${file?.path ?? path} cannot be read: ${why}. Give one that holds the value.`;
    return { kind: "wrong", sentences: [sentence] };
  }
  const found = fromTexts(parameter, [{ text: file.text, alone: false }], label);
  if (found.kind === "value") return { ...found, isFromFile: true };
  // What is in the file may be secret.
  const sentence = `${label}: what the file ${file.path} holds is wrong. Put a value in: ${describeType(type)}.`;
  return { kind: "wrong", sentences: [sentence] };
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
