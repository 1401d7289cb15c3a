/** From the words behind `--` and the units to what each run is given. Pure. */
import type { ParameterValues } from "../../notebook/parameters/parameter.ts";
import { describeValue } from "../../notebook/parameters/describe-type.ts";
import { listText } from "../../notebook/parameters/list-text.ts";
import { readCommandLine } from "../../notebook/parameters/command-line.ts";
import { optionName, secretName } from "../../notebook/parameters/option-names.ts";
import { parseArguments } from "../../notebook/parameters/parse-arguments.ts";
import { parseValue } from "../../notebook/parameters/parse-value.ts";
import { runArguments } from "../../notebook/parameters/run-arguments.ts";
import type { Parameter } from "../../notebook/parameters/parameter.ts";
import type { UnitParameter } from "../../notebook/units/unit-parameter.ts";

export type UnitWords =
  | {
      readonly kind: "words";
      /** All but the unit's own. */
      readonly parameters: ParameterValues;
      /** Behind the image. */
      readonly argsOf: (unit: string) => readonly string[];
      /** The same without the unit, for an image that is told by its engine which it is. */
      readonly argsOfAny: readonly string[];
    }
  | { readonly kind: "problems"; readonly problems: readonly string[] };

/**
 * The environment of whoever starts a backfill is not asked: started again elsewhere it must mean the same. `units` has one at least.
 */
export function unitWords(
  parameters: readonly Parameter[],
  { parameter }: UnitParameter,
  {
    units,
    words,
    secrets,
  }: {
    readonly units: readonly string[];
    readonly words: readonly string[];
    /** Names of those that each run is given: they may be values of parameters, which then are the runs' own. */
    readonly secrets: readonly string[];
  },
): UnitWords {
  const own = `--${optionName(parameter.name)}`;
  const problems = units.flatMap((unit) => {
    const parsed = parseValue(parameter.type, unit);
    return parsed.kind === "wrong" ? [`${parameter.name}: ${parsed.sentence}`] : [];
  });
  if (problems.length > 0) return { kind: "problems", problems: problems.slice(0, 10) };
  const line = [`${own}=${units[0] ?? ""}`, ...words];
  const { given } = readCommandLine(parameters, line);
  const isRuns = ({ name }: Parameter): boolean => secrets.includes(secretName(name)) && !given.has(name);
  const parsed = parseArguments(
    parameters.map((each) => (isRuns(each) ? { ...each, default: each.default ?? "" } : each)),
    line,
    {},
  );
  if (parsed.kind === "help")
    return { kind: "problems", problems: ["--help asks for no run. Leave it out."] };
  if (parsed.kind === "problems") return parsed;
  const asked = parameters.filter((each) => each.name !== parameter.name && !isRuns(each));
  const rest = Object.fromEntries(asked.map(({ name }) => [name, parsed.values[name] ?? ""]));
  const texts = Object.fromEntries(
    Object.entries(rest).map(([name, value]) => [
      name,
      typeof value === "object" ? listText(value.map(String)) : String(value),
    ]),
  );
  return {
    kind: "words",
    parameters: rest,
    argsOfAny: runArguments(parameters, texts),
    argsOf: (unit) => runArguments(parameters, { ...texts, [parameter.name]: unit }),
  };
}

/** `limit=3 dry-run=false` */
export function describeParameters(parameters: ParameterValues): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${optionName(name)}=${describeValue(value)}`)
    .join(" ");
}
