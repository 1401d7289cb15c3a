/**
 * A run that is one of many: `--units 2022-01-01..2022-01-31 --index auto` stands for the unit at the index that the engine gives each of its
 * tasks, `--due auto` for the one that the schedule has at the moment it gives. Behind a parameter of these names the options are the parameter's.
 */
import { answersTo } from "../../notebook/parameters/command-line.ts";
import { environmentName, optionName } from "../../notebook/parameters/option-names.ts";
import type { Parameter } from "../../notebook/parameters/parameter.ts";
import { parseUnits, parseUnitsFile } from "../../notebook/units/units.ts";
import { unitDueAt } from "../../notebook/units/due-unit.ts";
import type { About } from "./about.ts";
import { dueVariable, momentOf } from "./due-moment.ts";
import { given } from "./run-settings.ts";

type Environment = Readonly<Record<string, string | undefined>>;

export interface GivenWords {
  readonly parameters: readonly Parameter[];
  readonly unit: About["unit"];
  readonly words: readonly string[];
  readonly env: Environment;
  /** The text of the file that `@FILE` names; may throw. */
  readonly read: (path: string) => string;
  readonly now: Date;
}

/** The words with the unit as its parameter's option, or what is wrong, each a sentence. */
export type UnitWords =
  | { readonly kind: "words"; readonly words: readonly string[] }
  | { readonly kind: "problems"; readonly problems: readonly string[] };

/** Variables that engines give the index of a task in, with the first one's. Slurm's and PIPENB_INDEX start as the job says, which is at 0. */
const indexVariables: readonly (readonly [name: string, first: number])[] = [
  ["PIPENB_INDEX", 0],
  ["JOB_COMPLETION_INDEX", 0],
  ["SLURM_ARRAY_TASK_ID", 0],
  ["AWS_BATCH_JOB_ARRAY_INDEX", 0],
  ["CLOUD_RUN_TASK_INDEX", 0],
  ["SGE_TASK_ID", 1],
];

export function withUnit(asked: GivenWords): UnitWords {
  const { parameters, unit, env, read } = asked;
  const { rest, units: text, index, due } = ownWords(asked);
  if (due !== undefined) {
    if (text !== undefined || index !== undefined)
      return wrong("--due and --units both say which unit it is. Give one of them.");
    return withDue(asked, due, rest);
  }
  if (text === undefined && index === undefined) return { kind: "words", words: asked.words };
  if (text === undefined || text === "")
    return wrong("--index says which of the --units it is. Give --units too.");
  if (unit === null) return wrong("This pipeline has no parameter for units. Leave --units out.");
  let parsed;
  try {
    parsed = text.startsWith("@") ? parseUnitsFile(read(text.slice(1)), unit) : parseUnits(text, unit);
  } catch (error) {
    return wrong(`--units ${text} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (parsed.kind === "problems") return parsed;
  const place = indexOf(index ?? "auto", parameters, env);
  if (typeof place === "string") return wrong(place);
  const one = parsed.units[place];
  if (one === undefined)
    return wrong(
      `The index is ${place}, and there are ${parsed.units.length} units: 0 to ${parsed.units.length - 1}.`,
    );
  return { kind: "words", words: [`--${optionName(unit.parameter)}=${one}`, ...rest] };
}

function withDue(
  { parameters, unit, env, now }: GivenWords,
  due: string,
  rest: readonly string[],
): UnitWords {
  if (unit === null || unit.due === null)
    return wrong("This pipeline has no schedule, which would say what unit is due. Leave --due out.");
  const isParameters = parameters.some(({ name }) => environmentName(name) === dueVariable);
  const moment = momentOf(due, isParameters ? undefined : given(env, dueVariable), now);
  if (typeof moment === "string") return wrong(moment);
  const one = unitDueAt(unit.due, unit.timezone, moment);
  return { kind: "words", words: [`--${optionName(unit.parameter)}=${one}`, ...rest] };
}

const wrong = (problem: string): UnitWords => ({ kind: "problems", problems: [problem] });

const ownNames = ["units", "index", "due"] as const;

function ownWords({ parameters, words }: GivenWords): {
  readonly rest: readonly string[];
  readonly units: string | undefined;
  readonly index: string | undefined;
  readonly due: string | undefined;
} {
  const own: { units?: string; index?: string; due?: string } = {};
  const rest: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? "";
    if (word === "--") {
      rest.push(...words.slice(at));
      break;
    }
    const [, name, value] = /^--(units|index|due)(?:=(.*))?$/s.exec(word) ?? [];
    const known = ownNames.find((each) => each === name);
    if (known === undefined || answersTo(parameters, `--${known}`)) rest.push(word);
    else own[known] = value ?? words[(at += 1)] ?? "";
  }
  return { rest, units: own.units, index: own.index, due: own.due };
}

/** From 0, or what is wrong. */
function indexOf(text: string, parameters: readonly Parameter[], env: Environment): number | string {
  if (text !== "auto")
    return /^\d{1,9}$/.test(text) ? Number(text) : `--index is a number from 0 or "auto", not "${text}".`;
  const isParameters = (variable: string): boolean =>
    parameters.some(({ name }) => environmentName(name) === variable);
  for (const [variable, first] of indexVariables) {
    const value = isParameters(variable) ? undefined : given(env, variable);
    // Grid Engine says "undefined" where a job is no array.
    if (value === undefined || value === "undefined") continue;
    const index = /^\d{1,9}$/.test(value) ? Number(value) - first : -1;
    return index >= 0 ? index : `${variable} is "${value}", and no index from ${first}.`;
  }
  const names = indexVariables.map(([variable]) => variable).join(", ");
  return `No engine says which of the units it is. Give --index N from 0, or one of ${names}.`;
}
