/** "Run Pipeline for…": asks for the parameters and runs the built image with them. */
import * as vscode from "vscode";
import * as z from "zod";
import type { Engine } from "../../containers/engine/engine.ts";
import type { DockerRun } from "../../app/image/docker-run-line.ts";
import { runArguments } from "../../notebook/parameters/run-arguments.ts";
import { connectedEngine } from "./connected-engine.ts";
import { editedNotebook } from "./edited-notebook.ts";
import type { EditedNotebook } from "./edited-notebook.ts";
import { askSteps } from "./form/ask-steps.ts";
import { parameterStep } from "./form/parameter-step.ts";
import { imageOfNotebook } from "./image-of-notebook.ts";
import { lastValues, rememberValues, type Values } from "./last-values.ts";
import type { CommandServices, NotebookWork } from "./notebook-command.ts";
import { runLine, runPlace, type RunLine } from "./run-place.ts";
import { runOutcome } from "./run-outcome.ts";
import type { RunOutcome } from "./run-outcome.ts";
import { RunTerminal } from "./run-terminal.ts";
import { withProgress } from "./with-progress.ts";

/** What a caller may say instead of being asked: the built image, and texts of parameters. */
const GivenSchema = z
  .object({ image: z.string().optional(), values: z.record(z.string(), z.string()).optional() })
  .default({});

/** Gives the line for a terminal and the exit code; undefined when the user changed their mind. */
export const runPipeline: NotebookWork = async (document, services, given) => {
  const edited = await editedNotebook(document);
  const { image: asked, values: known } = GivenSchema.parse(given);
  const engine = await connectedEngine();
  const image = asked ?? (await imageOfNotebook(engine, edited, services, "run"));
  if (image === undefined) return undefined;
  const values = known ?? (await askValues(edited, services));
  if (values === undefined) return undefined;
  const { exitCode, shown, outcome } = await run(engine, edited, image, values, services);
  void sayOutcome(outcome, shown, edited.uri);
  return { line: shown.line, exitCode };
};

async function askValues(
  { uri, title, parameters }: EditedNotebook,
  { memory }: CommandServices,
): Promise<Values | undefined> {
  const last = lastValues(uri, memory);
  const steps = parameters.map((parameter) => parameterStep(parameter, last[parameter.name]));
  const values = await askSteps(`Run ${title}`, steps);
  if (values !== undefined) await rememberValues(uri, values, memory);
  return values;
}

interface Ran {
  readonly exitCode: number;
  readonly shown: RunLine;
  readonly outcome: RunOutcome;
}

async function run(
  engine: Engine,
  edited: EditedNotebook,
  image: string,
  values: Values,
  { log }: CommandServices,
): Promise<Ran> {
  const args = runArguments(edited.parameters, values);
  const what = [image, ...args].join(" ");
  const docker: DockerRun = { image, args, ...(await runPlace(engine, edited)) };
  const shown = runLine(edited, docker);
  const terminal = new RunTerminal();
  terminal.show(what);
  // On another machine docker itself would mount that machine's folders.
  if (!engine.elsewhere) terminal.line(`\u001b[2m$ ${shown.line}\u001b[0m`);
  const started = performance.now();
  const exitCode = await runInTerminal(engine, edited, docker, { terminal, what });
  const outcome = runOutcome(what, exitCode, performance.now() - started);
  terminal.line(`\u001b[${outcome.ok ? 32 : 31}m${outcome.message}\u001b[0m`);
  log.info(`${edited.path}: ${outcome.message}`);
  return { exitCode, shown, outcome };
}

async function runInTerminal(
  engine: Engine,
  { path, notebook }: EditedNotebook,
  docker: DockerRun,
  { terminal, what }: { readonly terminal: RunTerminal; readonly what: string },
): Promise<number> {
  const { runImage } = await import("../../app/image/run-image.ts");
  const { withServices } = await import("../../app/image/with-services.ts");
  const { services } = notebook.frontMatter;
  return withProgress(`Running ${what}`, (report, cancelled) => {
    const signal = AbortSignal.any([cancelled, terminal.signal]);
    const wanted = { ...docker, notebookPath: path, services, signal, onOutput: report };
    return withServices(engine, wanted, ({ network }) => {
      report("");
      return runImage(engine, {
        ...docker,
        ...(network === undefined ? {} : { network }),
        onOutput: (stream, chunk) => {
          terminal.chunk(stream, chunk);
        },
        onNote: (note) => {
          terminal.line(`\u001b[33m${note}\u001b[0m`);
        },
        signal,
      });
    });
  });
}

async function sayOutcome(
  { ok, message }: RunOutcome,
  { line, by }: RunLine,
  notebook: vscode.Uri,
): Promise<void> {
  const copy = `Copy ${by}`;
  const again = "Run Again…";
  const say = ok ? vscode.window.showInformationMessage : vscode.window.showWarningMessage;
  const chosen = await say(message, copy, again);
  if (chosen === copy) await vscode.env.clipboard.writeText(line);
  if (chosen === again) await vscode.commands.executeCommand("pipenb.runPipeline", notebook);
}
