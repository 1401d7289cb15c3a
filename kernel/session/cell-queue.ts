/** The cells that wait for their turn. They run one after the other as they were asked for; an error aborts those that wait. */
import type { MessageHeader } from "../../protocol/message.ts";
import type { Ending, Execution } from "./execution.ts";

interface QueueEvents {
  /** Runs one cell. */
  run(execution: Execution): Promise<Ending>;
  /** Answers a request whose cell never runs. */
  abort(request: MessageHeader): void;
  /** Number of the last message that was sent. */
  lastMessage(): number;
  /** Called before the first of some cells; what it gives is called after the last. */
  begin(): () => void;
}

export class CellQueue {
  readonly #events: QueueEvents;
  #waiting: Execution[] = [];
  #running: Execution | undefined;
  #working = false;
  /** Number of the last message about the last cell that failed. */
  #lastFailure = 0;

  constructor(events: QueueEvents) {
    this.#events = events;
  }

  /**
   * Whether a cell is sent behind one that failed meanwhile. A client sends all its cells at once, and one that fails at once
   * must stop also those whose requests are still on their way.
   * @param seen number of the last message that the client had seen
   */
  isBehindFailure(seen: number | undefined): boolean {
    return seen !== undefined && seen < this.#lastFailure;
  }

  /** What runs and waits, in the order of their turns. */
  get cells(): readonly Execution[] {
    return this.#running === undefined ? this.#waiting : [this.#running, ...this.#waiting];
  }

  add(execution: Execution): void {
    this.#waiting.push(execution);
    if (!this.#working) void this.#work();
  }

  async #work(): Promise<void> {
    this.#working = true;
    const release = this.#events.begin();
    for (let execution = this.#waiting.shift(); execution !== undefined; execution = this.#waiting.shift()) {
      this.#running = execution;
      const ending = await this.#events.run(execution);
      this.#running = undefined;
      if (ending.kind === "error" && execution.stopOnError) {
        this.#lastFailure = this.#events.lastMessage();
        for (const { parent } of this.#waiting.splice(0)) this.#events.abort(parent);
      }
    }
    release();
    this.#working = false;
  }
}
