import { type ExecutionEvent, toExecutionEvent } from "../../protocol/content.ts";
import type { Message } from "../../protocol/message.ts";

/** Tells what a cell says after it has ended: from a timer, or from a promise that nobody awaited. */
export class LateOutput {
  readonly #replied = new Set<string>();
  readonly #idle = new Set<string>();
  readonly #tell: (event: ExecutionEvent) => void;

  constructor(tell: (event: ExecutionEvent) => void) {
    this.#tell = tell;
  }

  /** Hears every message of the kernel. */
  hear(message: Message): void {
    const { header, parentHeader } = message;
    if (parentHeader?.msg_type !== "execute_request") return;
    const { msg_id: id } = parentHeader;
    if (header.msg_type === "execute_reply") {
      this.#replied.add(id);
      return;
    }
    const event = toExecutionEvent(message);
    if (event === undefined) return;
    if (event.type === "status") {
      if (event.execution_state === "idle") this.#idle.add(id);
    } else if (this.#replied.has(id) && this.#idle.has(id)) this.#tell(event);
  }
}
