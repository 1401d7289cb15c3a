/** What admits a debugger once in place of the token, which debuggers write into their logs. */
import { randomBytes } from "node:crypto";

const validMilliseconds = 60_000;

export class Tickets {
  readonly #now: () => number;
  readonly #expiry = new Map<string, number>();

  /** @param now milliseconds */
  constructor(now: () => number) {
    this.#now = now;
  }

  issue(): string {
    const ticket = randomBytes(24).toString("hex");
    this.#expiry.set(ticket, this.#now() + validMilliseconds);
    return ticket;
  }

  /** Whether it was issued a moment ago; it is worth nothing afterwards. */
  take(ticket: string): boolean {
    const now = this.#now();
    for (const [each, expiry] of this.#expiry) if (expiry < now) this.#expiry.delete(each);
    return this.#expiry.delete(ticket);
  }
}
