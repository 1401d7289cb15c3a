/**
 * What admits one debugger in place of the token, which debuggers write into their logs. A ticket is spent when the debugger has
 * begun, and not when it first connects: debuggers try again where that takes long.
 */
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

  /** Whether it was issued a moment ago, and is not spent. */
  isValid(ticket: string): boolean {
    const now = this.#now();
    for (const [each, expiry] of this.#expiry) if (expiry < now) this.#expiry.delete(each);
    return this.#expiry.has(ticket);
  }

  /** It is worth nothing from now on. */
  spend(ticket: string): void {
    this.#expiry.delete(ticket);
  }
}
