import { extname } from "node:path";
import { findBuiltImage } from "../../app/image/built-images.ts";
import { revisionLabel } from "../../app/image/git-state.ts";
import { pushAs } from "../../app/image/push-as.ts";
import { requireEngine } from "../../containers/engine/connect.ts";
import type { Engine, PushEvent } from "../../containers/engine/engine.ts";
import { CliError, exitCode } from "../cli-error.ts";
import type { ImageNames } from "../commands/image-name-options.ts";
import { openNotebook } from "../notebook/open-notebook.ts";
import { stoppable } from "../run/stoppable.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { attachEvidence, mustBeOf, readEvidence } from "./attach-evidence.ts";
import { namesOfGit } from "./names-of-git.ts";

/** What `pipenb push` was given. */
export interface PushRequest {
  /** A notebook's path or an image's name. */
  readonly what: string;
  readonly names: ImageNames;
  /** Files to put beside the image. */
  readonly sbom: string | undefined;
  readonly provenance: string | undefined;
}

/** `pipenb push`: pushes the image under each name and prints `NAME@sha256:…`; gives the exit code. */
export function pushImages(
  { what, names: given, ...files }: PushRequest,
  terminal: Terminal,
  env: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  return stoppable(terminal, async ({ signal }) => {
    const evidence = await readEvidence(files);
    const engine = await requireEngine({ env, signal });
    const { image, names } = await imageToPush(engine, what, given, env, evidence[0]?.image);
    await mustBeOf(engine, image, evidence);
    for (const name of names) {
      terminal.status(`pushing ${name}`);
      const pushed = await pushAs(engine, image, name, { onEvent: showPush(terminal, name), signal });
      terminal.done();
      terminal.note(`${name} is pushed.`);
      const attached = await attachEvidence(evidence, name, pushed, { env, terminal, signal });
      if (terminal.json) terminal.event({ tag: name, ...pushed, ...attached });
      else terminal.out(`${pushed.reference}\n`);
    }
    return exitCode.ok;
  });
}

/** Shows how far a push is, where the line can be rewritten; a log gets a line for each layer that is sent. */
function showPush(terminal: Terminal, name: string): (event: PushEvent) => void {
  return (event) => {
    if (event.type !== "layer") return;
    if (event.state === "pushed") terminal.status(`pushing ${name}: layer ${event.layer} is sent`);
    else terminal.detail(`pushing ${name}: ${Math.floor(event.done * 100)} %`);
  };
}

/** An image, and the names it is to be pushed under. */
interface ImageToPush {
  /** A name or an id. */
  readonly image: string;
  readonly names: readonly string[];
}

/** Finds what `pipenb push` means: an image by its name, or the one that was built from a notebook as it is now. */
async function imageToPush(
  engine: Engine,
  what: string,
  { tag = [], repository }: ImageNames,
  env: Readonly<Record<string, string | undefined>>,
  wanted: string | undefined,
): Promise<ImageToPush> {
  if (extname(what) !== ".pipenb") {
    if (repository === undefined) return { image: what, names: tag.length === 0 ? [what] : tag };
    throw new CliError(
      "usage",
      `--repository takes its tags from a notebook's git, and ${what} is an image.`,
      {
        remedy: "Name the notebook, or the names to push the image under: --tag NAME.",
      },
    );
  }
  const open = await openNotebook(what);
  const ofGit = repository === undefined ? undefined : await namesOfGit(repository, what, env);
  const names = [...tag, ...(ofGit?.names ?? [])];
  const built = await findBuiltImage(engine, open, wanted);
  if (built.kind === "current") {
    const { image } = built;
    if (ofGit !== undefined && image.labels[revisionLabel] !== ofGit.revision)
      throw new CliError(
        "file",
        `${image.tags[0] ?? image.id} was not built at the commit ${ofGit.revision.slice(0, 10)}.`,
        {
          remedy: `Build it again: pipenb build ${what} --repository ${repository ?? ""}`,
        },
      );
    return { image: image.id, names: names.length === 0 ? image.tags : names };
  }
  const older = built.kind === "older" ? built.image.tags[0] : undefined;
  const name = names[0] ?? older ?? `registry.example.com/${open.name}:1`;
  const build = `Build it: pipenb build ${what} --tag ${name}`;
  if (older === undefined)
    throw new CliError("file", `No image was built from ${what} yet.`, { remedy: build });
  throw new CliError("file", `${what} has changed since ${older} was built from it.`, {
    remedy: `${build}, or push the older one by its name: pipenb push ${older}`,
  });
}
