/** The numbers a kernel puts on its messages: which was the last, and whether some never came. */
import * as z from "zod";
import type { Message } from "./message.ts";

const NumberedSchema = z.object({ pipenb: z.object({ seq: z.number().int().positive() }) });

/** The number of a message; undefined for one that has none. */
export function sequenceOf({ metadata }: Message): number | undefined {
  return NumberedSchema.safeParse(metadata).data?.pipenb.seq;
}

/** Follows the numbers of one connection. */
export class Sequence {
  #last: number;
  #missed = 0;
  /** False until the first number is known, where the client did not say what it had seen. */
  #counting: boolean;

  /** @param since number of the last message seen on an earlier connection */
  constructor(since: number | undefined) {
    this.#last = since ?? 0;
    this.#counting = since !== undefined;
  }

  get last(): number {
    return this.#last;
  }

  get missed(): number {
    return this.#missed;
  }

  /** Notes a message; one without a number (a kernel that is not ours) changes nothing. */
  note(message: Message): void {
    const seq = sequenceOf(message);
    if (seq === undefined) return;
    if (this.#counting && seq > this.#last + 1) this.#missed += seq - this.#last - 1;
    this.#last = Math.max(this.#last, seq);
    this.#counting = true;
  }
}
