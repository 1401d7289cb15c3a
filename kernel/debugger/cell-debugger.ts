/**
 * Debugging of cells: one debugger at a time, over the kernel's own port. The runtime's inspector is open only while there is
 * one; the newest takes the place of another, which is one that its window has left behind.
 */
import { pathToFileURL } from "node:url";
import { randomBytes } from "node:crypto";
import type { WebSocket } from "ws";
import type { Runtime } from "../session/runtime.ts";
import type { CellPlaces } from "../trace/cell-places.ts";
import type { Tracer } from "../trace/trace.ts";
import { DebuggerLink } from "./debugger-link.ts";
import { Scripts } from "./scripts.ts";
import { UncaughtErrors } from "./uncaught-errors.ts";

interface DebuggerOptions {
  readonly runtime: Pick<Runtime, "openInspector" | "closeInspector">;
  readonly places: CellPlaces;
  readonly kernelFolder: string;
  readonly tracer: Pick<Tracer, "map">;
}

/** How long a debugger may take to set its breakpoints. */
const settleMilliseconds = 5_000;

const validMilliseconds = 60_000;

/**
 * What admits one debugger in place of the token, which debuggers write into their logs. A ticket is spent when the debugger has
 * begun, and not when it first connects: debuggers try again where that takes long.
 */
class Tickets {
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

export class CellDebugger {
  readonly #options: DebuggerOptions;
  readonly #tickets = new Tickets(() => performance.now());
  #socket: WebSocket | undefined;
  #link: DebuggerLink | undefined;
  #settled: Promise<void> = Promise.resolve();
  #settle: () => void = () => undefined;

  constructor(options: DebuggerOptions) {
    this.#options = options;
  }

  get attached(): boolean {
    return this.#socket !== undefined;
  }

  /** Whether the runtime stands still: it answers nothing then. */
  get paused(): boolean {
    return this.#link?.paused === true;
  }

  /** Settles when a debugger that has come has set its breakpoints: a cell could be over before. */
  get settled(): Promise<void> {
    return this.#settled;
  }

  newTicket(): string {
    return this.#tickets.issue();
  }

  admits(ticket: string): boolean {
    return this.#tickets.isValid(ticket);
  }

  /**
   * Connects a debugger with the runtime, as soon as the runtime's main thread comes to it. `ticket` is what it has shown,
   * if it was one.
   */
  attach(socket: WebSocket, ticket: string): void {
    this.letGo("another debugger has come");
    this.#socket = socket;
    this.#settled = new Promise((resolve) => {
      this.#settle = () => {
        this.#tickets.spend(ticket);
        resolve();
      };
      setTimeout(resolve, settleMilliseconds).unref();
    });
    socket.pause();
    socket.once("close", () => {
      if (this.#socket === socket) this.#forget();
    });
    void this.#connect(socket);
  }

  /** Ends the code that stands still, if any. */
  terminatePaused(): void {
    this.#link?.terminatePaused();
  }

  /** Closes the debugger's connection: a runtime that is paused goes on, one that waits for its end ends. */
  letGo(why: string): void {
    this.#link?.end(why);
    this.#socket?.close(1001, why);
    if (this.#socket !== undefined) this.#forget();
  }

  async #connect(socket: WebSocket): Promise<void> {
    const { runtime, places, kernelFolder, tracer } = this.#options;
    const address = await runtime.openInspector();
    if (this.#socket !== socket) return;
    const inner = pathToFileURL(kernelFolder).href;
    const scripts = new Scripts({ places, tracer, kernel: inner });
    const link = new DebuggerLink({
      socket,
      address,
      scripts,
      uncaught: new UncaughtErrors(scripts),
      inner: inner.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"),
      onSettled: this.#settle,
      onEnd: () => {
        if (this.#link === link) this.#link = undefined;
      },
    });
    this.#link = link;
  }

  #forget(): void {
    this.#socket = undefined;
    this.#link = undefined;
    this.#settle();
    this.#options.runtime.closeInspector();
  }
}
