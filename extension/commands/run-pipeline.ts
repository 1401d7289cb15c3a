/** "Run Pipeline for…": asks for the parameters and runs the built image with them. */
import * as vscode from "vscode";
import * as z from "zod";
import type { Engine, ImageSummary } from "../../containers/engine/engine.ts";
import { dockerRunLine } from "../../containers/pipeline/docker-run-line.ts";
import type { DockerRun } from "../../containers/pipeline/docker-run-line.ts";
import { runArguments } from "../../containers/pipeline/run-arguments.ts";
import { CommandError } from "../failures/command-error.ts";
import { askTag, buildAs, knownTag, sourceLabel, sourceOf } from "./build-image.ts";
import { connectedEngine } from "./connected-engine.ts";
import { editedNotebook } from "./edited-notebook.ts";
import type { EditedNotebook } from "./edited-notebook.ts";
import { askSteps } from "./form/ask-steps.ts";
import { parameterStep } from "./form/parameter-step.ts";
import type { CommandServices, NotebookWork } from "./notebook-command.ts";
import { runOutcome } from "./run-outcome.ts";
import type { RunOutcome } from "./run-outcome.ts";
import { RunTerminal } from "./run-terminal.ts";
import { withProgress } from "./with-progress.ts";

/** What a caller may say instead of being asked: the built image, and texts of parameters. */
const GivenSchema = z
  .object({ image: z.string().optional(), values: z.record(z.string(), z.string()).optional() })
  .default({});

type Values = Readonly<Record<string, string>>;

/** Gives the line for a terminal and the exit code; undefined when the user changed their mind. */
export const runPipeline: NotebookWork = async (document, services, given) => {
  const edited = await editedNotebook(document);
  refuseServices(edited);
  const { image: asked, values: known } = GivenSchema.parse(given);
  const engine = await connectedEngine();
  const image = asked ?? (await imageToRun(engine, edited, services));
  if (image === undefined) return undefined;
  const values = known ?? (await askValues(edited, services));
  if (values === undefined) return undefined;
  const { exitCode, line, outcome } = await run(engine, edited, image, values, services);
  void sayOutcome(outcome, line, edited.uri);
  return { line, exitCode };
};

/** A single container cannot have them; compose can. */
function refuseServices({ notebook }: EditedNotebook): void {
  const names = Object.keys(notebook.frontMatter.services);
  if (names.length > 0)
    throw new CommandError(
      "services",
      `This pipeline needs ${names.join(", ")} beside it. Export it and run "docker compose run --rm test" in the exported folder.`,
    );
}

/** The built image; it is built where there is none, and on request where the notebook has changed since. */
async function imageToRun(
  engine: Engine,
  edited: EditedNotebook,
  services: CommandServices,
): Promise<string | undefined> {
  const tag = knownTag(edited, services);
  const image = await engine.image(tag);
  if (image === undefined) {
    const chosen = await askTag(edited, services);
    if (chosen !== undefined) await buildAs(edited, chosen, services);
    return chosen;
  }
  const choice = isOf(image, edited) ? "run" : await askAboutOld(tag);
  if (choice === "build") await buildAs(edited, tag, services);
  return choice === undefined ? undefined : tag;
}

const isOf = ({ labels }: ImageSummary, edited: EditedNotebook): boolean =>
  labels[sourceLabel] === sourceOf(edited);

async function askAboutOld(tag: string): Promise<"build" | "run" | undefined> {
  const build = { label: "$(package) Build it anew, then run", choice: "build" as const };
  const asIs = { label: `$(play) Run ${tag} as it is`, choice: "run" as const };
  const chosen = await vscode.window.showQuickPick([build, asIs], {
    title: `The notebook has changed since ${tag} was built`,
    placeHolder: "What is to be run?",
  });
  return chosen?.choice;
}

async function askValues(
  { uri, title, parameters }: EditedNotebook,
  { memory }: CommandServices,
): Promise<Values | undefined> {
  const key = `values:${uri.toString()}`;
  const last = memory.get<Values>(key) ?? {};
  const steps = parameters.map((parameter) => parameterStep(parameter, last[parameter.name]));
  const values = await askSteps(`Run ${title}`, steps);
  if (values !== undefined) await memory.update(key, values);
  return values;
}

interface Ran {
  readonly exitCode: number;
  readonly line: string;
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
  const docker: DockerRun = { image, args, ...(await placeOf(engine, edited)) };
  const line = dockerRunLine(docker);
  const terminal = new RunTerminal();
  terminal.show(what);
  terminal.line(`\u001b[2m$ ${line}\u001b[0m`);
  const started = performance.now();
  const exitCode = await runInTerminal(engine, docker, terminal, what);
  const outcome = runOutcome(what, exitCode, performance.now() - started);
  terminal.line(`\u001b[${outcome.ok ? 32 : 31}m${outcome.message}\u001b[0m`);
  log.info(`${edited.path}: ${outcome.message}`);
  return { exitCode, line, outcome };
}

async function placeOf(
  engine: Engine,
  { path, notebook }: EditedNotebook,
): Promise<Pick<DockerRun, "mounts" | "user">> {
  const { runMounts } = await import("../../containers/pipeline/run-mounts.ts");
  const { rootless } = await engine.info();
  return runMounts({ notebookPath: path, frontMatter: notebook.frontMatter, rootless, env: process.env });
}

async function runInTerminal(
  engine: Engine,
  docker: DockerRun,
  terminal: RunTerminal,
  what: string,
): Promise<number> {
  const { runImage } = await import("../../containers/pipeline/run-image.ts");
  return withProgress(`Running ${what}`, (_report, cancelled) =>
    runImage(engine, {
      ...docker,
      onOutput: (stream, chunk) => {
        terminal.chunk(stream, chunk);
      },
      signal: AbortSignal.any([cancelled, terminal.signal]),
    }),
  );
}

async function sayOutcome({ ok, message }: RunOutcome, line: string, notebook: vscode.Uri): Promise<void> {
  const copy = "Copy docker run";
  const again = "Run Again…";
  const say = ok ? vscode.window.showInformationMessage : vscode.window.showWarningMessage;
  const chosen = await say(message, copy, again);
  if (chosen === copy) await vscode.env.clipboard.writeText(line);
  if (chosen === again) await vscode.commands.executeCommand("pipenb.runPipeline", notebook);
}
