/** The questions that running cells ask the person in front of their client. */
import type { InputAnswer, InputQuestion } from "../wire/packet-table.ts";
import type { KernelExecution } from "./execution.ts";
import type { Outbox } from "./outbox.ts";

interface OpenQuestion {
  readonly question: number;
  /** Id of the execution that asks. */
  readonly execution: number;
}

export class StdinRequests {
  readonly #outbox: Outbox;
  readonly #toRuntime: (question: number, answer: InputAnswer) => void;
  /** By the id of the message that asks. */
  readonly #open = new Map<string, OpenQuestion>();

  constructor(outbox: Outbox, toRuntime: (question: number, answer: InputAnswer) => void) {
    this.#outbox = outbox;
    this.#toRuntime = toRuntime;
  }

  /** `asking`: the running execution, where it is the one that asks. */
  ask(asking: KernelExecution | undefined, { question, prompt, password }: InputQuestion): void {
    if (asking?.allowStdin !== true) {
      this.#toRuntime(question, {
        error: "Nobody can be asked for input here. Make it a parameter instead.",
      });
      return;
    }
    const id = this.#outbox.publish("input_request", asking.parent, { prompt, password });
    this.#open.set(id, { question, execution: asking.id });
  }

  /**
   * The answer to the question that was sent as message `id`, or to the oldest of the cell that asked last: Jupyter's own clients do
   * not say which they answer. One that nobody waits for is passed over.
   */
  answer(id: string | undefined, answer: InputAnswer): void {
    const asked = id ?? this.#oldest();
    const open = asked === undefined ? undefined : this.#open.get(asked);
    if (asked !== undefined) this.#open.delete(asked);
    if (open !== undefined) this.#toRuntime(open.question, answer);
  }

  /** The runtime that asked is gone. */
  forget(): void {
    this.#open.clear();
  }

  /** Those of earlier cells may be dead: an interrupt takes them back. */
  #oldest(): string | undefined {
    const all = [...this.#open];
    const last = all.at(-1)?.[1].execution;
    return all.find(([, { execution }]) => execution === last)?.[0];
  }
}
