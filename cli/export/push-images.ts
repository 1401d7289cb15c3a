import type { PushEvent } from "../../containers/engine/engine.ts";
import { pushAs } from "../../app/image/push-as.ts";
import { requireEngine } from "../../containers/engine/connect.ts";
import { exitCode } from "../exit-code.ts";
import { stoppable } from "../run/stoppable.ts";
import type { Terminal } from "../terminal/terminal.ts";
import type { ImageNames } from "../commands/image-name-options.ts";
import { imageToPush } from "./image-to-push.ts";

/** What `pipenb push` was given. */
export interface PushRequest {
  /** A notebook's path or an image's name. */
  readonly what: string;
  readonly names: ImageNames;
}

/** `pipenb push`: pushes the image under each name and prints `NAME@sha256:…`; gives the exit code. */
export function pushImages(
  { what, names: given }: PushRequest,
  terminal: Terminal,
  env: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  return stoppable(terminal, async ({ signal }) => {
    const engine = await requireEngine({ env, signal });
    const { image, names } = await imageToPush(engine, what, given, env);
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

/** Shows how far a push is, where the line can be rewritten; a log gets a line for each layer that is sent. */
function showPush(terminal: Terminal, name: string): (event: PushEvent) => void {
  return (event) => {
    if (event.type !== "layer") return;
    if (event.state === "pushed") terminal.status(`pushing ${name}: layer ${event.layer} is sent`);
    else terminal.detail(`pushing ${name}: ${Math.floor(event.done * 100)} %`);
  };
}
