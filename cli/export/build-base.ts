import { requireEngine } from "../../containers/engine/connect.ts";
import { bytes } from "../../containers/figures/bytes.ts";
import { buildSettings } from "../../containers/images/base-image.ts";
import type { OwnBase } from "../../containers/images/base-kind.ts";
import { buildOwnBase } from "../../containers/images/own-bases.ts";
import { exitCode } from "../cli-error.ts";
import { basesFolder } from "../places.ts";
import { stoppable } from "../run/stoppable.ts";
import { showProgress } from "../terminal/show-progress.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** `pipenb base`: makes a base image and prints its id; gives the exit code. */
export function buildBase(
  name: OwnBase,
  terminal: Terminal,
  env: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  return stoppable(terminal, async ({ signal }) => {
    const engine = await requireEngine({ env, signal });
    const { id, size } = await buildOwnBase(engine, {
      name,
      folder: basesFolder(),
      settings: buildSettings(env),
      onEvent: showProgress(terminal),
      signal,
    });
    const image = `pipenb/${name}`;
    terminal.note(`${image} is built (${bytes(size)}). Name it in a notebook: image: { base: ${image} }`);
    if (terminal.json) terminal.event({ image, id, size });
    else terminal.out(`${id}\n`);
    return exitCode.ok;
  });
}
