/** Tells what comes of an execution after its end: from a timer, or from a promise that nobody awaited. */
import { type ExecutionEvent, toExecutionEvent } from "./content.ts";
import type { Message } from "./message.ts";

/** Stands above what came after a cell's end, wherever a cell's outputs are shown or written. */
export const lateMark = "(after the cell had ended)\n";

/** An event of an execution that was over. */
export interface LateEvent {
  /** Id of the execution's request. */
  readonly id: string;
  readonly event: ExecutionEvent;
}

export class LateEvents {
  /** What has come of the end of each execution that was begun here and is not over. */
  readonly #open = new Map<string, { replied: boolean; idle: boolean }>();

  /** An execution whose messages are its own until it is over. */
  begin(id: string): void {
    this.#open.set(id, { replied: false, idle: false });
  }

  /** Takes every message of the kernel, in order; gives the event where its execution was over before. */
  of(message: Message): LateEvent | undefined {
    const { header, parentHeader } = message;
    if (parentHeader?.msg_type !== "execute_request") return undefined;
    const { msg_id: id } = parentHeader;
    const open = this.#open.get(id);
    if (open === undefined) return lateEvent(id, message);
    open.replied ||= header.msg_type === "execute_reply";
    open.idle ||= header.msg_type === "status" && isIdle(message);
    if (open.replied && open.idle) this.#open.delete(id);
    return undefined;
  }
}

function isIdle(message: Message): boolean {
  const event = toExecutionEvent(message);
  return event?.type === "status" && event.execution_state === "idle";
}

function lateEvent(id: string, message: Message): LateEvent | undefined {
  const event = toExecutionEvent(message);
  const says = event !== undefined && !["status", "execute_input", "comm"].includes(event.type);
  return says ? { id, event } : undefined;
}
