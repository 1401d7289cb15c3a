/** Sorts the words of a command line: which text was given for which parameter. */
import { nearest } from "../nearest.ts";
import { booleanOf } from "./boolean-words.ts";
import { optionName } from "./option-names.ts";
import type { Parameter, ParameterType } from "./parameter.ts";
import { parseValue } from "./parse-value.ts";

/** One text that was given for a parameter. */
export interface GivenText {
  readonly text: string;
  /** It stood alone, as a shell writes file names: what is in it separates nothing. */
  readonly alone: boolean;
}

/** What was given, unparsed. */
export interface CommandLine {
  /** Parameter name to its texts, in their order. */
  readonly given: ReadonlyMap<string, readonly GivenText[]>;
  readonly help: boolean;
  readonly problems: readonly string[];
}

interface Reading {
  readonly parameters: readonly Parameter[];
  /** The words not read yet. */
  readonly words: string[];
  readonly given: Map<string, GivenText[]>;
  readonly positionals: string[];
  readonly problems: string[];
  help: boolean;
}

/**
 * Options may stand before, between and after the positional arguments; `--` ends them. The n-th positional argument is the n-th
 * parameter's, an array at the end takes all that are left.
 */
export function readCommandLine(parameters: readonly Parameter[], argv: readonly string[]): CommandLine {
  const reading: Reading = {
    parameters,
    words: [...argv],
    given: new Map(),
    positionals: [],
    problems: [],
    help: false,
  };
  for (let word = reading.words.shift(); word !== undefined; word = reading.words.shift()) {
    if (word === "--") reading.positionals.push(...reading.words.splice(0));
    else if (word === "-h" || word === "--help") reading.help = true;
    else if (word.startsWith("-") && !isValue(word)) readOption(reading, word);
    else reading.positionals.push(word);
  }
  placePositionals(reading);
  return reading;
}

/** A lone dash and negative numbers are values, other words with a dash in front are options. */
function isValue(word: string): boolean {
  return !word.startsWith("-") || word === "-" || /^-\.?\d/.test(word);
}

function readOption(reading: Reading, word: string): void {
  const equals = word.indexOf("=");
  const option = equals < 0 ? word : word.slice(0, equals);
  const parameter = findOption(reading.parameters, option);
  if (parameter === undefined) {
    readNegation(reading, option, equals < 0 ? undefined : word);
    return;
  }
  const value = equals < 0 ? nextValue(reading, parameter, option) : word.slice(equals + 1);
  if (value === undefined) {
    reading.problems.push(
      `${parameter.name}: ${option} needs a value. Write ${option}=VALUE, also where the value starts with a dash.`,
    );
    return;
  }
  give(reading, parameter, { text: value, alone: false });
}

/** Whether the pipeline has this option, `--no-…` and `--help` included. */
export function answersTo(parameters: readonly Parameter[], option: string): boolean {
  if (option === "--help" || findOption(parameters, option) !== undefined) return true;
  return negated(parameters, option) !== undefined;
}

function negated(parameters: readonly Parameter[], option: string): Parameter | undefined {
  if (!option.startsWith("--no-")) return undefined;
  const parameter = findOption(parameters, `--${option.slice("--no-".length)}`);
  return parameter?.type.kind === "boolean" ? parameter : undefined;
}

function findOption(parameters: readonly Parameter[], option: string): Parameter | undefined {
  if (!option.startsWith("--")) return undefined;
  const name = option.slice(2);
  return parameters.find((parameter) => parameter.name === name || optionName(parameter.name) === name);
}

/** A switch stands for `true` and takes the next word only when that says yes or no. */
function nextValue(reading: Reading, parameter: Parameter, option: string): string | undefined {
  const { words } = reading;
  const [next] = words;
  if (parameter.type.kind !== "boolean")
    return next !== undefined && isValue(next) ? words.shift() : undefined;
  if (next === undefined || booleanOf(next) === undefined) return "true";
  const other = mayBeMeantFor(reading, next);
  if (other !== undefined && other !== parameter)
    reading.problems.push(
      `${parameter.name}: "${next}" behind ${option} may be meant for it or for ${other.name}. Write ${option}=${next}, or put ${other.name} before ${option}.`,
    );
  return words.shift();
}

/** The parameter that a digit would go to, were it not for the switch before it. */
function mayBeMeantFor({ parameters, positionals }: Reading, word: string): Parameter | undefined {
  const last = parameters.at(-1);
  const next = parameters[positionals.length] ?? (last?.type.kind === "array" ? last : undefined);
  return next !== undefined && takesNumber(next.type, word) ? next : undefined;
}

function readNegation(reading: Reading, option: string, whole: string | undefined): void {
  const { words } = reading;
  const parameter = negated(reading.parameters, option);
  const [next] = words;
  if (parameter === undefined) {
    reading.problems.push(unknownOption(reading, option));
    // What follows an unknown option is most likely its value; taken for an argument it would only give a second, false complaint.
    if (whole === undefined && next !== undefined && isValue(next)) words.shift();
    return;
  }
  const saysYesOrNo = next !== undefined && booleanOf(next) !== undefined;
  if (whole === undefined && saysYesOrNo) words.shift();
  if (whole === undefined && !saysYesOrNo) give(reading, parameter, { text: "false", alone: false });
  else reading.problems.push(`${parameter.name}: ${option} takes no value. Write ${option} alone.`);
}

function unknownOption({ parameters }: Reading, option: string): string {
  const known = [
    ...parameters.map(({ name }) => `--${optionName(name)}`),
    ...parameters.filter(({ type }) => type.kind === "boolean").map(({ name }) => `--no-${optionName(name)}`),
    "--help",
  ];
  const meant = nearest(option, known);
  return `There is no option ${option}. ${meant === undefined ? "--help lists all of them." : `Did you mean ${meant}?`}`;
}

function placePositionals(reading: Reading): void {
  const { parameters, positionals } = reading;
  for (const [index, text] of positionals.entries()) {
    const parameter = parameters[index] ?? parameters.at(-1);
    if (parameter !== undefined && (index < parameters.length || parameter.type.kind === "array")) {
      give(reading, parameter, { text, alone: true });
    } else {
      reading.problems.push(tooMany(text, parameters.length));
    }
  }
}

function tooMany(text: string, count: number): string {
  const takes = count === 0 ? "no arguments" : count === 1 ? "one argument" : `at most ${count} arguments`;
  return `${JSON.stringify(text)} is one too many: the pipeline takes ${takes}. Leave it out; --help lists the parameters.`;
}

function give({ given }: Reading, parameter: Parameter, text: GivenText): void {
  const texts = given.get(parameter.name);
  if (texts === undefined) given.set(parameter.name, [text]);
  else texts.push(text);
}

/** Whether the text is a number that the type takes. */
function takesNumber(type: ParameterType, text: string): boolean {
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
