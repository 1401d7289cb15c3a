import type { BuildEvent } from "../../containers/engine/engine.ts";
import type { StartEvent } from "../../containers/hosts/kernel-host.ts";
import { stepStatus } from "../../containers/images/step-words.ts";
import type { Terminal } from "./terminal.ts";

/** Shows what a start or a build says: phases and steps as status, their output only where it can be rewritten. */
export function showProgress(terminal: Terminal): (event: StartEvent | BuildEvent) => void {
  return (event) => {
    switch (event.type) {
      case "phase":
        if (event.phase === "ready") terminal.done();
        else terminal.status(event.detail);
        break;
      case "step": {
        const text = stepStatus(event);
        if (text === undefined) break;
        // In a log only the steps that take their time are worth a line.
        if (event.cached) terminal.detail(text);
        else terminal.status(text);
        break;
      }
      case "notice":
        terminal.note(event.text);
        break;
      case "output":
        terminal.detail(lastLine(event.text));
        break;
    }
  };
}

function lastLine(text: string): string {
  return text.trimEnd().split("\n").at(-1) ?? "";
}
