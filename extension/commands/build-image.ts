/** "Build Image…": exports the notebook and builds its image, with the log in the output. */
import * as vscode from "vscode";
import * as z from "zod";
import type { BuildEvent } from "../../containers/engine/engine.ts";
import { bytes } from "../../containers/figures/bytes.ts";
import { duration } from "../../containers/figures/duration.ts";
import { stepLine, stepStatus } from "../../containers/images/step-words.ts";
import { connectedEngine } from "./connected-engine.ts";
import { editedNotebook } from "./edited-notebook.ts";
import type { EditedNotebook } from "./edited-notebook.ts";
import { gather } from "./gather.ts";
import { defaultTag, tagProblem } from "./image-tag.ts";
import type { CommandServices, NotebookWork } from "./notebook-command.ts";
import { withProgress } from "./with-progress.ts";
import type { Report } from "./with-progress.ts";

/** The name the notebook's image was last built under, or one to propose. */
export function knownTag({ uri, name }: EditedNotebook, { memory }: CommandServices): string {
  return memory.get<string>(tagKey(uri)) ?? defaultTag(name);
}

/** Keeps the name for the next time. */
export async function rememberTag({ uri }: EditedNotebook, tag: string, { memory }: CommandServices) {
  await memory.update(tagKey(uri), tag);
}

const tagKey = (uri: vscode.Uri): string => `image:${uri.toString()}`;

/** What a caller may say instead of being asked. */
const GivenSchema = z.object({ tag: z.string().optional() }).default({});

/** Gives the image's name; undefined when the user changed their mind. */
export const buildImage: NotebookWork = async (document, services, given) => {
  const edited = await editedNotebook(document);
  const tag = GivenSchema.parse(given).tag ?? (await askTag(edited, services));
  if (tag === undefined) return undefined;
  void sayDone(edited.uri, await buildAs(edited, tag, services));
  return tag;
};

/** Builds it under a name that is remembered; gives what to say about it. */
export async function buildAs(
  edited: EditedNotebook,
  tag: string,
  services: CommandServices,
): Promise<string> {
  const { output, log } = services;
  output.clear();
  output.show(true);
  const started = performance.now();
  const image = await withProgress(`Building ${tag}`, async (report, signal) => {
    report("looking for the container engine");
    const engine = await connectedEngine(signal);
    report("locking npm packages and reading files");
    const files = await gather(edited, services, { signal, verb: "Build" });
    const { buildImage: build } = await import("../../app/image/build-image.ts");
    const onEvent = (event: BuildEvent): void => {
      tellBuild(event, report, output);
    };
    return build(engine, edited, { files, tag, env: process.env, onEvent, signal });
  });
  await rememberTag(edited, tag, services);
  services.made.fire();
  const said = `${tag} is built (${bytes(image.size)}, ${duration(performance.now() - started)}).`;
  output.appendLine(said);
  log.info(`${edited.path}: ${said}`);
  return said;
}

/** Says what a build says, in the notification and in the output. */
export function tellBuild(event: BuildEvent, report: Report, output: vscode.OutputChannel): void {
  if (event.type === "output") {
    output.append(event.text);
    return;
  }
  const status = stepStatus(event);
  if (status !== undefined) report(status, (event.step - 1) / event.of);
  output.appendLine(stepLine(event));
}

/** Asks for the image's name; undefined when the user changed their mind. */
export async function askTag(edited: EditedNotebook, services: CommandServices): Promise<string | undefined> {
  const text = await vscode.window.showInputBox({
    title: `Build the image of ${edited.title}`,
    prompt: "The image's name, such as weather:1 or registry.example.com/team/weather:1",
    value: knownTag(edited, services),
    validateInput: (typed) => tagProblem(typed.trim()),
    ignoreFocusOut: true,
  });
  return text?.trim();
}

async function sayDone(notebook: vscode.Uri, said: string): Promise<void> {
  const run = "Run Pipeline for…";
  const push = "Push Image…";
  const chosen = await vscode.window.showInformationMessage(said, run, push);
  if (chosen === run) await vscode.commands.executeCommand("pipenb.runPipeline", notebook);
  if (chosen === push) await vscode.commands.executeCommand("pipenb.pushImage", notebook);
}
