/** What the start of a kernel says: a line in words for the person, all of it for the log. Free of the editor's API. */
import type { StartEvent } from "../../containers/hosts/kernel-host.ts";
import { stepLine, stepStatus } from "../../containers/images/step-words.ts";

/** undefined for what is worth no word. */
export function startWords(event: StartEvent): string | undefined {
  switch (event.type) {
    case "phase":
      return event.detail;
    case "step":
      return stepStatus(event);
    case "notice":
    case "output":
      return undefined;
  }
}

/** The same for the log. */
export function startLine(event: StartEvent): string {
  switch (event.type) {
    case "phase":
      return event.detail;
    case "step":
      return stepLine(event);
    case "notice":
    case "output":
      return event.text.trimEnd();
  }
}
