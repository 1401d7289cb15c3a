/** Tells pipenb's own options from the pipeline's arguments, which follow the notebook on the same line. */
import { CliError } from "../cli-error.ts";

/** The options of `pipenb run` that may stand before the notebook or anywhere behind it. */
export interface OwnOptions {
  readonly runtime: "container" | "local" | undefined;
  readonly out: string | undefined;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** What commander read before the notebook. */
export interface GivenOptions {
  readonly runtime?: string;
  readonly out?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** Takes pipenb's options out of `args`; everything after `--` belongs to the pipeline untouched. */
export function splitArguments(
  args: readonly string[],
  given: GivenOptions,
): { readonly own: OwnOptions; readonly rest: readonly string[] } {
  const found: Record<string, string | undefined> = { runtime: given.runtime, out: given.out };
  let json = given.json === true;
  let quiet = given.quiet === true;
  const rest: string[] = [];
  for (let index = 0; index < args.length; index += 1) {
    const word = args[index] ?? "";
    if (word === "--") {
      rest.push(...args.slice(index + 1));
      break;
    }
    const [, option = "", value] = /^--(runtime|out|json|quiet)(?:=(.*))?$/s.exec(word) ?? [];
    if (option === "json" && value === undefined) json = true;
    else if (option === "quiet" && value === undefined) quiet = true;
    else if (option === "runtime" || option === "out")
      found[option] = value ?? following(args, ++index, word);
    else rest.push(word);
  }
  return { own: { runtime: runtime(found["runtime"]), out: found["out"], json, quiet }, rest };
}

function following(args: readonly string[], index: number, option: string): string {
  const value = args[index];
  if (value !== undefined && value !== "--") return value;
  throw new CliError("usage", `${option} wants a value.`, { remedy: "See pipenb run --help." });
}

/** The choice of a host, checked. */
function runtime(text: string | undefined): OwnOptions["runtime"] {
  if (text === undefined || text === "container" || text === "local") return text;
  throw new CliError("usage", `--runtime is "container" or "local", not "${text}".`);
}
