/** `pipenb run IMAGE`: a pipeline's image for some parameters, with the usual folders of the current one, as `docker run` would. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { dockerRunLine } from "../../app/image/docker-run-line.ts";
import { runImage } from "../../app/image/run-image.ts";
import { runMounts } from "../../app/image/run-mounts.ts";
import { requireEngine } from "../../containers/engine/connect.ts";
import type { Engine, ImageSummary } from "../../containers/engine/engine.ts";
import { duration } from "../../containers/figures/duration.ts";
import { lineageEnvironment } from "../../pipeline/lineage/settings.ts";
import { notebookLabel } from "../../pipeline/dockerfile.ts";
import { CliError, exitCode } from "../cli-error.ts";
import type { GivenOptions } from "../notebook/own-options.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { pullImage } from "./pull-image.ts";
import { stoppable } from "./stoppable.ts";

/** An image, and the words behind it: all are its pipeline's. */
export interface ImageWords {
  readonly image: string;
  readonly args: readonly string[];
  readonly given: GivenOptions;
}

/** Pulls the image where it is not here, and gives the exit code of its pipeline. */
export function runPipelineImage(
  { image, args, given }: ImageWords,
  terminal: Terminal,
  env: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  refuseNotebookOptions(image, given);
  return stoppable(terminal, async (signals) => {
    const { signal } = signals;
    const engine = await requireEngine({ env, signal });
    await requirePipeline(engine, image, terminal, signal);
    const { rootless } = await engine.info();
    const folder = process.cwd();
    const frontMatter = { mounts: [], secrets: [] };
    const { mounts, user } = await runMounts({ folder, frontMatter, rootless, env });
    const environment = lineageEnvironment(env);
    const run = { image, args, mounts, user, limits: {}, environment };
    // On another machine docker itself would mount that machine's folders.
    if (!engine.elsewhere) {
      const line = dockerRunLine({ ...run, passedOn: Object.keys(environment) });
      terminal.note(terminal.colors.dim(line));
    }
    const started = performance.now();
    const written = { stdout: new TextDecoder(), stderr: new TextDecoder() };
    const code = await runImage(engine, {
      ...run,
      onOutput: (stream, chunk) => {
        const text = written[stream].decode(chunk, { stream: true });
        if (stream === "stdout") terminal.out(text);
        else terminal.err(text);
      },
      onNote: (note) => {
        terminal.note(terminal.colors.yellow(note));
      },
      signal,
    });
    if (code === exitCode.ok)
      terminal.note(terminal.colors.green(`done in ${duration(performance.now() - started)}`));
    return signals.code ?? code;
  });
}

/** What only a notebook has: an image is run as it is. */
function refuseNotebookOptions(image: string, given: GivenOptions): void {
  const option = Object.keys(given).find((name) => name !== "quiet");
  if (option !== undefined)
    throw new CliError("usage", `--${option} is for notebooks, and ${image} is none.`, {
      remedy:
        "An image runs as it is; --quiet is the only option before it, and what stands behind it is its pipeline's.",
    });
}

async function requirePipeline(
  engine: Engine,
  image: string,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<void> {
  // Who left out the ending gets no search in a registry for an answer.
  const notebook = `${image}.pipenb`;
  const isHere = await engine.image(image);
  if (isHere === undefined && existsSync(join(process.cwd(), notebook)))
    throw new CliError("usage", `There is no image ${image}, but a notebook ${notebook}.`, {
      remedy: `Run that: pipenb run ${notebook}`,
    });
  const { labels }: ImageSummary = isHere ?? (await pullImage(engine, image, terminal, signal));
  if (labels[notebookLabel] === undefined)
    throw new CliError("usage", `${image} is no image of a pipeline that pipenb has exported.`, {
      remedy: `Name a .pipenb file or such an image; docker run ${image} runs any other.`,
    });
}
