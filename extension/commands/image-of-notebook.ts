import * as vscode from "vscode";
import type { Engine } from "../../containers/engine/engine.ts";
import { builtImageNamed } from "../../app/image/built-images.ts";
import { askTag, buildAs, knownTag } from "./build-image.ts";
import type { EditedNotebook } from "./edited-notebook.ts";
import type { CommandServices } from "./notebook-command.ts";

/** What is to be done with the image. */
export type Use = "run" | "push";

/** The built image's name; it is built where there is none, and on request where the notebook has changed since. */
export async function imageOfNotebook(
  engine: Engine,
  edited: EditedNotebook,
  services: CommandServices,
  use: Use,
): Promise<string | undefined> {
  const tag = knownTag(edited, services);
  const built = await builtImageNamed(engine, edited, tag);
  if (built.kind === "none") {
    const chosen = await askTag(edited, services);
    if (chosen !== undefined) await buildAs(edited, chosen, services);
    return chosen;
  }
  const choice = built.kind === "current" ? "as it is" : await askAboutOld(tag, use);
  if (choice === "build") await buildAs(edited, tag, services);
  return choice === undefined ? undefined : tag;
}

async function askAboutOld(tag: string, use: Use): Promise<"build" | "as it is" | undefined> {
  const [icon, verb] = use === "run" ? ["play", "Run"] : ["cloud-upload", "Push"];
  const build = { label: `$(package) Build it anew, then ${use}`, choice: "build" as const };
  const asIs = { label: `$(${icon}) ${verb} ${tag} as it is`, choice: "as it is" as const };
  const chosen = await vscode.window.showQuickPick([build, asIs], {
    title: `The notebook has changed since ${tag} was built`,
    placeHolder: use === "run" ? "What is to be run?" : "What is to be pushed?",
  });
  return chosen?.choice;
}
