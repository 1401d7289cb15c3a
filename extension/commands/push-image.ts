/** "Push Image…": gives the notebook's image a name with a registry and pushes it there, with the log in the output. */
import * as vscode from "vscode";
import * as z from "zod";
import type { Engine, PushedImage, PushEvent } from "../../containers/engine/engine.ts";
import { duration } from "../../containers/figures/duration.ts";
import { rememberTag } from "./build-image.ts";
import { connectedEngine } from "./connected-engine.ts";
import { editedNotebook } from "./edited-notebook.ts";
import type { EditedNotebook } from "./edited-notebook.ts";
import { imageOfNotebook } from "./image-of-notebook.ts";
import { hubNotice, tagProblem } from "./image-tag.ts";
import type { CommandServices, NotebookWork } from "./notebook-command.ts";
import { withProgress } from "./with-progress.ts";
import type { Report } from "./with-progress.ts";

/** What a caller may say instead of being asked: the built image, and the name to push it under. */
const GivenSchema = z.object({ image: z.string().optional(), tag: z.string().optional() }).default({});

/** Gives `NAME@sha256:…`; undefined when the user changed their mind. */
export const pushImage: NotebookWork = async (document, services, given) => {
  const edited = await editedNotebook(document);
  const { image: asked, tag } = GivenSchema.parse(given);
  const engine = await connectedEngine();
  const image = asked ?? (await imageOfNotebook(engine, edited, services, "push"));
  if (image === undefined) return undefined;
  const name = tag ?? (await askName(edited, image));
  if (name === undefined) return undefined;
  const { reference } = await push(engine, image, name, services);
  // From now on it is the image's name: the next build and push propose it.
  await rememberTag(edited, name, services);
  services.made.fire();
  services.log.info(`${edited.path}: pushed ${reference}`);
  void sayDone(name, reference);
  return reference;
};

async function askName({ title }: EditedNotebook, image: string): Promise<string | undefined> {
  const text = await vscode.window.showInputBox({
    title: `Push the image of ${title}`,
    prompt: "The name to push it under, such as registry.example.com/team/weather:1",
    value: image,
    validateInput: (typed) => tagProblem(typed.trim()) ?? noticeOf(typed.trim()),
    ignoreFocusOut: true,
  });
  return text?.trim();
}

function noticeOf(name: string): vscode.InputBoxValidationMessage | undefined {
  const message = hubNotice(name);
  if (message === undefined) return undefined;
  return { message, severity: vscode.InputBoxValidationSeverity.Info };
}

async function push(
  engine: Engine,
  image: string,
  name: string,
  { output }: CommandServices,
): Promise<PushedImage> {
  output.clear();
  output.show(true);
  const started = performance.now();
  const pushed = await withProgress(`Pushing ${name}`, async (report, signal) => {
    const { pushAs } = await import("../../app/image/push-as.ts");
    const onEvent = (event: PushEvent): void => {
      tell(event, report, output);
    };
    return pushAs(engine, image, name, { onEvent, signal });
  });
  output.appendLine(`${name} is pushed (${duration(performance.now() - started)}): ${pushed.reference}`);
  return pushed;
}

const words = {
  waiting: "is next",
  pushing: "is being sent",
  pushed: "is sent",
  present: "is there already",
};

function tell(event: PushEvent, report: Report, output: vscode.OutputChannel): void {
  if (event.type === "output") {
    output.appendLine(event.text);
    return;
  }
  if (event.state === "waiting") return;
  const text = `layer ${event.layer} ${words[event.state]}`;
  report(text, event.done);
  // How far it is comes many times a second; only what has become of a layer is worth a line.
  if (event.state !== "pushing") output.appendLine(text);
}

async function sayDone(name: string, reference: string): Promise<void> {
  const copy = "Copy Reference";
  const chosen = await vscode.window.showInformationMessage(`${name} is pushed: ${reference}`, copy);
  if (chosen === copy) await vscode.env.clipboard.writeText(reference);
}
