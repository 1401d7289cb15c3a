/** The cells of a run on one kernel: what they say is passed on as it comes, and what they show is kept under the cell that caused it, however late it comes. */
import type { CellResult } from "../../notebook/ipynb/to-ipynb.ts";
import { heardOf, noRuns, step } from "../../protocol/cell-runs.ts";
import type { OutputEdit } from "../../protocol/cell-outputs.ts";
import type { RunCommand, RunSummary } from "../../protocol/cell-run.ts";
import type { RunInput } from "../../protocol/cell-runs.ts";
import { connectionEnded } from "../../protocol/client.ts";
import type { ExecuteOptions, KernelClient } from "../../protocol/client.ts";
import type { ExecutionEvent } from "../../protocol/content.ts";
import { deferred } from "../../protocol/deferred.ts";
import type { Deferred } from "../../protocol/deferred.ts";
import { ProtocolError } from "../../protocol/message.ts";
import { NotebookOutputs } from "./notebook-outputs.ts";

/** Hears what a cell says, at once. */
export type HearEvent = (event: ExecutionEvent) => void;

interface Followed {
  readonly hear: HearEvent;
  readonly over: Deferred<RunSummary>;
}

export class FollowedCells {
  readonly #client: Pick<KernelClient, "send" | "ended">;
  readonly #followed = new Map<string, Followed>();
  readonly #results = new Map<number, { readonly outputs: NotebookOutputs; count: number | null }>();
  readonly #onEdit: (index: number, edit: OutputEdit) => void;
  #runs = noRuns<number>();

  /** @param onEdit hears what becomes of the outputs of each cell, by its index */
  constructor(
    client: Pick<KernelClient, "send" | "ended" | "onMessage">,
    onEdit: (index: number, edit: OutputEdit) => void = () => undefined,
  ) {
    this.#client = client;
    this.#onEdit = onEdit;
    client.onMessage((message) => {
      const heard = heardOf(message);
      if (heard === undefined) return;
      const followed = this.#followed.get(heard.id);
      if (heard.kind === "event") followed?.hear(heard.event);
      if (heard.kind === "broken") followed?.over.reject(new ProtocolError("bad-message", heard.why));
      this.#take(heard);
    });
  }

  /**
   * Runs a cell, by its index in the notebook; `hear` goes on hearing of it when it is over. Rejects when the connection ends first or
   * the kernel breaks the protocol.
   */
  async run(index: number, code: string, options: ExecuteOptions, hear: HearEvent): Promise<RunSummary> {
    const id = this.#client.send(code, options);
    const over = deferred<RunSummary>();
    this.#followed.set(id, { hear, over });
    this.#results.set(index, { outputs: new NotebookOutputs(), count: null });
    this.#take({ kind: "sent", id, cell: index });
    const lost = this.#client.ended.then((why) => {
      throw connectionEnded(why);
    });
    return Promise.race([over.promise, lost]);
  }

  /** What each cell has given, by its index. */
  results(): ReadonlyMap<number, CellResult> {
    return new Map(
      [...this.#results].map(([index, { outputs, count }]) => [
        index,
        { executionCount: count, outputs: outputs.toJson() },
      ]),
    );
  }

  #take(input: RunInput<number>): void {
    const { runs, commands } = step(this.#runs, input);
    this.#runs = runs;
    for (const command of commands) this.#carryOut(command);
  }

  #carryOut(command: RunCommand): void {
    const index = this.#runs.cells.get(command.id);
    const result = index === undefined ? undefined : this.#results.get(index);
    switch (command.kind) {
      case "output":
        result?.outputs.apply(command.edit);
        if (index !== undefined) this.#onEdit(index, command.edit);
        break;
      case "count":
        if (result !== undefined) result.count = command.executionCount;
        break;
      case "end":
        this.#followed.get(command.id)?.over.resolve(command.summary);
        break;
      case "late":
        this.#take({ kind: "at-rest", id: command.id, cleared: false });
        break;
      case "start": // Each cell runs once.
      case "reopen":
        break;
    }
  }
}
