import { bytes } from "../../containers/figures/bytes.ts";
import { duration } from "../../containers/figures/duration.ts";
import { buildSettings } from "../../containers/images/base-image.ts";
import { buildPipelineImage } from "../../containers/images/pipeline-image.ts";
import { builtFromLabels } from "../../containers/pipeline/built-images.ts";
import { connectOrExplain } from "../engine/connect-or-explain.ts";
import { exitCode } from "../exit-code.ts";
import { openNotebook } from "../notebook/open-notebook.ts";
import { stoppable } from "../run/stoppable.ts";
import { showProgress } from "../terminal/show-progress.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { gatherExport } from "./gather-export.ts";

export interface BuildRequest {
  readonly path: string;
  readonly tag: string;
  readonly ignoreTypeErrors: boolean;
}

/** `pipenb build`: builds the pipeline's image and prints its id; gives the exit code. */
export function buildImage(
  { path, tag, ignoreTypeErrors }: BuildRequest,
  terminal: Terminal,
  env: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  return stoppable(terminal, async ({ signal }) => {
    const started = performance.now();
    const open = await openNotebook(path);
    const engine = await connectOrExplain(env, signal);
    const files = await gatherExport(open, { ignoreTypeErrors, terminal, signal });
    const image = await buildPipelineImage(engine, {
      files,
      tag,
      settings: buildSettings(env),
      labels: builtFromLabels(open),
      onEvent: showProgress(terminal),
      signal,
    });
    const milliseconds = Math.round(performance.now() - started);
    const figures = `${bytes(image.size)}, ${duration(milliseconds)}`;
    terminal.note(`${tag} is built (${figures}). Run it: docker run --rm ${tag} --help`);
    if (terminal.json) terminal.event({ tag, id: image.id, size: image.size, milliseconds });
    else terminal.out(`${image.id}\n`);
    return exitCode.ok;
  });
}
