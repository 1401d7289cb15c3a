/**
 * The runtime as a program: what `pipenb run` has of it. Its life is that of any Node program, so that a run ends as the exported
 * pipeline does: it lives while there is work, what nobody catches ends it, and a cell that waits for nothing is told.
 */
import { join } from "node:path";
import { listenForStop } from "../../notebook/program/listen-for-stop.ts";
import { hearRecords } from "../../notebook/program/run-record.ts";
import { signalExitCode } from "../../notebook/program/stop-signals.ts";
import type { StopSignal } from "../../notebook/program/stop-signals.ts";
import { fromRuntime } from "../wire/packet-table.ts";
import type { Failure, ProgramStart } from "../wire/packet-table.ts";
import type { NotebookPlace } from "../wire/runtime-settings.ts";
import type { CellRunner } from "./cell-runner.ts";
import type { Channel } from "./channel.ts";
import type { Disposables } from "./disposables.ts";

const neverEnds = "The cell waits for something that can never come.";

export class Program {
  readonly #channel: Channel;
  readonly #runner: CellRunner;
  readonly #disposables: Disposables;
  readonly #place: NotebookPlace;
  /** Node's own, which tells the supervisor of no wish of the cells. */
  readonly #exit = process.exit.bind(process);
  #begun = false;
  #hasRunDry = false;

  constructor(channel: Channel, runner: CellRunner, disposables: Disposables, place: NotebookPlace) {
    this.#channel = channel;
    this.#runner = runner;
    this.#disposables = disposables;
    this.#place = place;
  }

  /** From now on the cells are one program. */
  begin({ args, records }: ProgramStart): void {
    this.#begun = true;
    const { folder, notebook } = this.#place;
    if (records)
      hearRecords(folder, (record) => {
        this.#channel.send(fromRuntime.recorded, 0, record);
      });
    process.argv.splice(1, process.argv.length, join(folder, notebook), ...args);
    listenForStop(process, {
      onStop: (signal) => {
        this.endNow(signal);
      },
      onOwn: (signal, listens) => {
        this.#channel.send(fromRuntime.listens, 0, { signal, listens });
      },
    });
    process.on("beforeExit", () => {
      this.#hasRunDry = true;
    });
    process.on("exit", () => {
      if (this.#hasRunDry && this.#runner.running) this.#tellThatItNeverEnds();
    });
  }

  /** While a cell of a program runs the process lives by the cell's own work alone. */
  async during(run: () => Promise<void>): Promise<void> {
    if (this.#begun) this.#channel.unref();
    await run();
    this.#channel.ref();
  }

  /** An error nobody caught. One that comes after its cell has ended ends a program. */
  uncaught(error: unknown): void {
    const late = this.#runner.uncaught(error);
    if (late !== undefined && this.#begun) this.#exit(late);
  }

  /** No more cells come: ends with the code, or as soon as there is no more work. */
  async finish(exitCode: number | undefined): Promise<void> {
    try {
      await this.#disposables.dispose();
    } catch (error) {
      this.uncaught(error);
    }
    if (exitCode !== undefined) this.#exit(exitCode);
    this.#channel.unref();
  }

  /** Ends as a program that a signal stops; what it does at `exit` still runs. */
  endNow(signal: StopSignal): void {
    this.#exit(signalExitCode(signal));
  }

  #tellThatItNeverEnds(): void {
    const failure: Failure = {
      name: "NeverEnds",
      message: neverEnds,
      text: `NeverEnds: ${neverEnds}`,
      exitCode: 1,
      late: false,
    };
    this.#channel.send(fromRuntime.failure, this.#runner.owner, failure);
    process.exitCode = 1;
  }
}
