import { readFileSync } from "node:fs";
import { basename, dirname, extname } from "node:path";
import { jsonSchema } from "../../notebook/parameters/json-schema.ts";
import { unitParameter } from "../../notebook/units/unit-parameter.ts";
import { contractOf } from "../../pipeline/contract-labels.ts";
import { withUnit } from "../../pipeline/result/unit-argument.ts";
import { beginPlanned, planRun } from "../../pipeline/runner/plan-run.ts";
import type { RunAsked } from "../../pipeline/runner/plan-run.ts";
import { accounted } from "./accounted.ts";
import { askedReport } from "./asked-report.ts";
import { CliError, exitCode } from "../cli-error.ts";
import { aboutUnit, nothingKnown } from "../../pipeline/result/about.ts";
import type { About } from "../../pipeline/result/about.ts";
import { mayWrite, type OutputRequest } from "../files/output-file.ts";
import { describeProblem } from "../notebook/describe-problem.ts";
import { openNotebook, type OpenNotebook } from "../notebook/open-notebook.ts";
import { splitArguments, type GivenOptions, type OwnOptions } from "../notebook/own-options.ts";
import { pipelineValues } from "../notebook/pipeline-values.ts";
import { version } from "../places.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** The words of `pipenb run`: the notebook, what stands behind it, and the options before it. */
export interface RunWords {
  readonly path: string;
  readonly args: readonly string[];
  readonly given: GivenOptions;
}

/** `pipenb run`: shows the pipeline's help, or runs it for the values that were given; gives the exit code. */
export async function runCommand(
  { path, args, given }: RunWords,
  terminal: Terminal,
  env: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const open = await openNotebook(path);
  const { own, rest } = splitArguments(args, given, open.parameters);
  terminal.json = own.json;
  terminal.quiet = own.quiet;
  for (const each of open.warnings)
    terminal.note(terminal.colors.yellow(describeProblem(path, open.notebook, each)));
  let told: Promise<About> | undefined;
  const aboutIt = (): Promise<About> =>
    (told ??= import("./about-notebook.ts").then(({ aboutNotebook }) => aboutNotebook(open)));
  const folder = dirname(open.path);
  const hasManifest = open.notebook.frontMatter.manifest !== undefined;
  const report = await askedReport(open, own, env);
  const unit = unitOfNotebook(open);
  const pipeline = { name: basename(open.path, ".pipenb"), version: version(), unit };
  // As the exported image has it.
  const envOfRun = { ...open.notebook.frontMatter.environment, ...env };
  const place = { terminal, env: envOfRun, folder, pipeline, hasManifest, report };
  return accounted(place, aboutIt, async (account) => {
    await report?.refuseLoss();
    const given = await valuesOfRun({ open, own, rest }, terminal, env);
    if (given === undefined) return exitCode.ok;
    const { parameters } = open;
    const { values, fromFiles } = given;
    const asked = {
      parameters,
      values,
      fromFiles,
      env: own.force ? { ...env, PIPENB_FORCE: "1" } : env,
      folder,
    };
    const about = hasManifest ? await aboutIt() : { ...nothingKnown, unit };
    const plan = planRun({ ...asked, about });
    const begun = beginPlanned(plan, {
      tell: (told) => account?.hear(told),
      print: (text) => {
        terminal.out(text);
      },
      note: (sentence) => {
        terminal.note(sentence);
      },
    });
    if (begun === "over") return exitCode.ok;
    if (account !== undefined) void aboutIt();
    const out = own.out === undefined ? undefined : await executedNotebookAt(own.out, own.force, open);
    if (out !== undefined) await mayWrite(out);
    // Wrong parameters are told without what runs a notebook.
    const { runNotebook } = await import("./run-notebook.ts");
    const { runtime, fresh, network } = own;
    return runNotebook(
      {
        open,
        values,
        shown: plan.shown,
        args: rest,
        runtime,
        fresh,
        network,
        out,
        account,
        recorder: report?.recorder,
      },
      terminal,
    );
  });
}

/** One of many units stands for its parameter, as in the exported image. */
function wordsOfUnit(
  open: OpenNotebook,
  words: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  const { parameters, shown } = open;
  const unit = unitOfNotebook(open);
  const read = (path: string): string => readFileSync(path, "utf8");
  const found = withUnit({ parameters, unit, words, env, read, now: new Date() });
  if (found.kind === "words") return found.words;
  throw new CliError("usage", found.problems.join("\n"), { remedy: `See pipenb run ${shown} --help.` });
}

function unitOfNotebook({ parameters, notebook }: OpenNotebook): About["unit"] {
  const { schedule } = notebook.frontMatter;
  return aboutUnit(unitParameter(parameters, schedule), schedule);
}

/** What the front matter says of runs, for whoever starts them. */
function limitsOfRun({ parameters, notebook }: OpenNotebook): object {
  const { unit, schedule, retries, timeout } = contractOf(notebook.frontMatter, parameters);
  return { unit: unit?.kind ?? "none", schedule, retries, timeout };
}

/** undefined where help was asked for, and shown. */
async function valuesOfRun(
  {
    open,
    own,
    rest,
  }: { readonly open: OpenNotebook; readonly own: OwnOptions; readonly rest: readonly string[] },
  terminal: Terminal,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Pick<RunAsked, "values" | "fromFiles"> | undefined> {
  const parsed = pipelineValues(open, wordsOfUnit(open, rest, env), env);
  if (parsed.kind === "help") {
    if (own.json)
      terminal.event({ ...jsonSchema(open.title, open.parameters), "x-pipenb": limitsOfRun(open) });
    else terminal.out(`${parsed.text.trimEnd()}\n`);
    return undefined;
  }
  if (own.check) {
    const { refuseTypeErrors } = await import("../notebook/refuse-type-errors.ts");
    await refuseTypeErrors(open, "Mend them, or run the notebook without --check.");
  }
  return parsed;
}

async function executedNotebookAt(path: string, force: boolean, open: OpenNotebook): Promise<OutputRequest> {
  if (extname(path) === ".pipenb")
    throw new CliError("usage", `${path} would be an executed notebook, which is a Jupyter notebook.`, {
      remedy: "Name a file that ends in .ipynb.",
    });
  const { isExecutedNotebook } = await import("./executed-notebook.ts");
  return { path, force, never: open.path, isOurs: isExecutedNotebook };
}
