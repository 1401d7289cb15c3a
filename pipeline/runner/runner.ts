/**
 * The runner of an exported pipeline. Built into one module, `runner.mjs`, that lies beside `pipeline.ts` and needs nothing but Node;
 * `runner.d.mts` types it there. The pipeline imports it, and `node runner.mjs pipeline.ts` starts the pipeline as an image does.
 */
import { exitCodes } from "../../notebook/program/exit-codes.ts";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { helpText } from "../../notebook/parameters/help-text.ts";
import type { Parameter as OfNotebook, ParameterValues } from "../../notebook/parameters/parameter.ts";
import { parseArguments } from "../../notebook/parameters/parse-arguments.ts";
import type { ParsedArguments } from "../../notebook/parameters/parse-arguments.ts";
import { withUnit } from "../result/unit-argument.ts";
import { aboutHere } from "./about-here.ts";
import { beginRun } from "./begin-run.ts";
import { logForLibrary, startCell } from "./cell-log.ts";
import { done, endWith, watchFailures } from "./failures.ts";
import { display as printing } from "./display.ts";
import { holdLifeline, reportIsWanted } from "./lifeline.ts";
import { loadLocalModules } from "./modules.ts";
import { openOutput } from "./output.ts";
import { flowRunHere, runForPrefect } from "./prefect/run-for-prefect.ts";
import { parameterFiles } from "./parameter-files.ts";
import { tellForReport } from "./reported.ts";
import { shortenStacks } from "./stacks.ts";
import type { Display, Parameter, Values } from "./runner.d.mts";

export { done, startCell as cell };

const isReported = !import.meta.main && reportIsWanted();
const cells = isReported ? await tellForReport() : undefined;

/** Prints values, and shows them in the report. */
export const display: Display = cells?.display(printing) ?? printing;

/** What a cell ends with, in the form of the pipeline that is run where a report is wanted. */
export const shown = cells?.shown ?? ((): void => undefined);

/** Starts the pipeline: its parameters from the command line and the environment, or its end with 0 (help) or 64 (bad parameters). */
export function pipeline<const P extends readonly Parameter[]>(settings: {
  readonly title: string;
  readonly parameters: P;
}): Values<P> {
  openOutput();
  shortenStacks();
  watchFailures();
  const isAccounted = holdLifeline();
  logForLibrary();
  const parameters = settings.parameters.map((parameter) => ({ default: undefined, ...parameter }));
  const parsed = parseWords(parameters);
  if (parsed.kind === "help") {
    process.stdout.write(helpText(settings.title, usage(), parameters));
    process.exit(0);
  }
  if (parsed.kind === "problems") {
    endWith(
      exitCodes.usage,
      [...parsed.problems, "Nothing was run. --help lists the parameters."].join("\n"),
    );
  }
  beginRun(parameters, parsed, isAccounted);
  return typed(parsed.values);
}

/** One of many units stands for its parameter. */
function parseWords(parameters: readonly OfNotebook[]): ParsedArguments {
  const { env } = process;
  const words = process.argv.slice(2);
  const files = parameterFiles({ env, folder: process.cwd() });
  // The export's own file is read only where it is needed.
  if (!words.some((word) => /^--(?:units|index|due)\b/.test(word)))
    return parseArguments(parameters, words, env, files);
  const read = (path: string): string => readFileSync(path, "utf8");
  const found = withUnit({ parameters, unit: aboutHere().unit, words, env, read, now: new Date() });
  return found.kind === "problems" ? found : parseArguments(parameters, found.words, env, files);
}

function typed<P extends readonly Parameter[]>(values: ParameterValues): Values<P> {
  // SAFETY: the parser gives every parameter a value of its type, or does not give values at all.
  return values as Values<P>;
}

/** In the image the pipeline is started through the image, elsewhere through its file. */
function usage(): string {
  return process.cwd() === "/app/work"
    ? "docker run IMAGE"
    : `node runner.mjs ${basename(process.argv[1] ?? "pipeline.ts")}`;
}

if (!import.meta.main) loadLocalModules(cells !== undefined);
else {
  const [script = "pipeline.ts", ...args] = process.argv.slice(2);
  const flowRun = flowRunHere(process.env);
  if (flowRun !== undefined) process.exit(await runForPrefect(flowRun, script, process.env));
  const { start } = await import("./start.ts");
  process.exit(await start(script, args));
}
