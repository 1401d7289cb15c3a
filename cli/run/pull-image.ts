import { requireEngine } from "../../containers/engine/connect.ts";
import type { Engine, ImageSummary } from "../../containers/engine/engine.ts";
import { EngineError } from "../../containers/engine/engine-error.ts";
import { bytes } from "../../containers/figures/bytes.ts";
import { exitCode } from "../cli-error.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { stoppable } from "./stoppable.ts";

/** `pipenb pull`: brings an image here and prints what names exactly it; gives the exit code. */
export function pullCommand(
  image: string,
  terminal: Terminal,
  env: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  return stoppable(terminal, async ({ signal }) => {
    const engine = await requireEngine({ env, signal });
    const { id, size, digests } = await pullImage(engine, image, terminal, signal);
    terminal.note(`${image} is here (${bytes(size)}).`);
    const [reference = image] = digests;
    if (terminal.json) terminal.event({ image, id, size, reference });
    else terminal.out(`${reference}\n`);
    return exitCode.ok;
  });
}

/** Pulls an image from its registry, with the logins of `docker login`. */
export async function pullImage(
  engine: Engine,
  image: string,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<ImageSummary> {
  terminal.status(`pulling ${image}`);
  await engine.pull(
    image,
    (text) => {
      terminal.detail(`pulling ${image}: ${text}`);
    },
    signal,
  );
  terminal.done();
  const pulled = await engine.image(image);
  if (pulled !== undefined) return pulled;
  throw new EngineError({ code: "image-vanished", image, after: "pull" });
}
