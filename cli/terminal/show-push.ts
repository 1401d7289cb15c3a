import type { PushEvent } from "../../containers/engine/engine.ts";
import type { Terminal } from "./terminal.ts";

/** Shows how far a push is, where the line can be rewritten; a log gets a line for each layer that is sent. */
export function showPush(terminal: Terminal, name: string): (event: PushEvent) => void {
  return (event) => {
    if (event.type !== "layer") return;
    if (event.state === "pushed") terminal.status(`pushing ${name}: layer ${event.layer} is sent`);
    else terminal.detail(`pushing ${name}: ${Math.floor(event.done * 100)} %`);
  };
}
