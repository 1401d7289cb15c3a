import { pushAs } from "../../app/image/push-as.ts";
import { requireEngine } from "../../containers/engine/connect.ts";
import { exitCode } from "../exit-code.ts";
import { stoppable } from "../run/stoppable.ts";
import { showPush } from "../terminal/show-push.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { imageToPush } from "./image-to-push.ts";

/** What `pipenb push` was given. */
export interface PushRequest {
  /** A notebook's path or an image's name. */
  readonly what: string;
  readonly names: readonly string[];
}

/** `pipenb push`: pushes the image under each name and prints `NAME@sha256:…`; gives the exit code. */
export function pushImages(
  { what, names: given }: PushRequest,
  terminal: Terminal,
  env: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  return stoppable(terminal, async ({ signal }) => {
    const engine = await requireEngine({ env, signal });
    const { image, names } = await imageToPush(engine, what, given);
    for (const name of names) {
      terminal.status(`pushing ${name}`);
      const pushed = await pushAs(engine, image, name, { onEvent: showPush(terminal, name), signal });
      terminal.done();
      terminal.note(`${name} is pushed.`);
      if (terminal.json) terminal.event({ tag: name, ...pushed });
      else terminal.out(`${pushed.reference}\n`);
    }
    return exitCode.ok;
  });
}
