/** Tells pipenb's own options from the pipeline's arguments, which follow the notebook on the same line: the pipeline's come first. */
import { answersTo } from "../../notebook/parameters/command-line.ts";
import type { Parameter } from "../../notebook/parameters/parameter.ts";
import { CliError } from "../cli-error.ts";

/** The options of `pipenb run`. */
export interface OwnOptions {
  readonly runtime: "container" | "local" | undefined;
  readonly out: string | undefined;
  readonly report: string | undefined;
  readonly network: string | undefined;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly check: boolean;
  readonly force: boolean;
  readonly fresh: boolean;
}

/** What commander read before the notebook. */
export interface GivenOptions {
  readonly runtime?: string;
  readonly out?: string;
  readonly report?: string;
  readonly network?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly check?: boolean;
  readonly force?: boolean;
  readonly fresh?: boolean;
}

/**
 * Takes pipenb's options out of the words behind the notebook. What the pipeline has an option for is the pipeline's, and so is
 * `--` with everything after it.
 */
export function splitArguments(
  args: readonly string[],
  given: GivenOptions,
  parameters: readonly Parameter[],
): { readonly own: OwnOptions; readonly rest: readonly string[] } {
  const values: Record<string, string | undefined> = {
    runtime: given.runtime,
    out: given.out,
    report: given.report,
    network: given.network,
  };
  const switches = new Set(Object.entries(given).flatMap(([name, value]) => (value === true ? [name] : [])));
  const rest: string[] = [];
  for (let index = 0; index < args.length; index += 1) {
    const word = args[index] ?? "";
    if (word === "--") {
      rest.push(...args.slice(index));
      break;
    }
    const [, option = "", value] =
      /^--(runtime|out|report|network|json|quiet|check|force|fresh)(?:=(.*))?$/s.exec(word) ?? [];
    const takesValue = option in values;
    const isOwn =
      option !== "" && !answersTo(parameters, `--${option}`) && (takesValue || value === undefined);
    if (!isOwn) rest.push(word);
    else if (takesValue) values[option] = value ?? following(args, ++index, word);
    else switches.add(option);
  }
  const own = {
    runtime: runtime(values["runtime"]),
    out: values["out"],
    report: values["report"],
    network: values["network"],
    json: switches.has("json"),
    quiet: switches.has("quiet"),
    check: switches.has("check"),
    force: switches.has("force"),
    fresh: switches.has("fresh"),
  };
  return { own, rest };
}

function following(args: readonly string[], index: number, option: string): string {
  const value = args[index];
  if (value !== undefined && !value.startsWith("--")) return value;
  throw new CliError("usage", `${option} wants a value.`, { remedy: "See pipenb run --help." });
}

/** The choice of a host, checked. */
function runtime(text: string | undefined): OwnOptions["runtime"] {
  if (text === undefined || text === "container" || text === "local") return text;
  throw new CliError("usage", `--runtime is "container" or "local", not "${text}".`);
}
