import { buildImage as build } from "../../app/image/build-image.ts";
import { requireEngine } from "../../containers/engine/connect.ts";
import { bytes } from "../../containers/figures/bytes.ts";
import { duration } from "../../containers/figures/duration.ts";
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
    const engine = await requireEngine({ env, signal });
    const files = await gatherExport(open, { ignoreTypeErrors, terminal, signal });
    const image = await build(engine, open, { files, tag, env, onEvent: showProgress(terminal), signal });
    const milliseconds = Math.round(performance.now() - started);
    const figures = `${bytes(image.size)}, ${duration(milliseconds)}`;
    terminal.note(`${tag} is built (${figures}). Run it: docker run --rm ${tag} --help`);
    if (terminal.json) terminal.event({ tag, id: image.id, size: image.size, milliseconds });
    else terminal.out(`${image.id}\n`);
    return exitCode.ok;
  });
}
