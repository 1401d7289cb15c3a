/** The cells as one program, as `pipenb run` has them: how it ends, and who waits for that. */
import { asSubject, inWords, numbered } from "../../notebook/cell-name.ts";
import type { RunRecord } from "../../notebook/program/run-record.ts";
import { signalExitCode } from "../../notebook/program/stop-signals.ts";
import type { ProgramEnd } from "../../protocol/program.ts";
import { describeExit, exitCodeOf } from "../process/describe-exit.ts";
import type { RuntimeExit } from "../process/describe-exit.ts";
import { runtimeEnded } from "./execution.ts";
import type { Ending } from "./execution.ts";

export class ProgramRun {
  readonly #end = Promise.withResolvers<ProgramEnd>();
  readonly #records: RunRecord[] = [];
  #lateFailure: { readonly cell: string | undefined } | undefined;

  /** Settles when the program has ended. */
  get end(): Promise<ProgramEnd> {
    return this.#end.promise;
  }

  /** It has read or written something. */
  recorded(record: RunRecord): void {
    this.#records.push(record);
  }

  /** What a cell has left behind has failed, which ends the program. */
  failedLate(cell: string | undefined): void {
    this.#lateFailure = { cell };
  }

  /** The program has ended, in the middle of the cell that is named. Gives how that ends. */
  ended(exit: RuntimeExit, cell: string | undefined): Ending {
    const exitCode = exitCodeOf(exit);
    const sentence = this.#sentence(exit, cell);
    const ending = runtimeEnded(sentence ?? "The pipeline has ended.", exitCode);
    const records = this.#records.length === 0 ? {} : { records: this.#records };
    this.#end.resolve({ exit_code: exitCode, ...records, ...(sentence === undefined ? {} : { sentence }) });
    return ending;
  }

  #sentence(exit: RuntimeExit, cell: string | undefined): string | undefined {
    const where = asSubject(cell);
    const late = this.#lateFailure;
    if (exit.code === 0) return undefined;
    if (exit.asked !== undefined && exit.signal === null)
      return `${where} ended the process with exit code ${exit.code ?? exit.asked}.`;
    // With a listener of its own it may have ended as it likes.
    if (exit.stopped !== undefined && exitCodeOf(exit) === signalExitCode(exit.stopped))
      return `${where} was stopped by ${exit.stopped}.`;
    if (late !== undefined) {
      const what = late.cell === undefined ? "a cell" : inWords(late.cell);
      return `What ${what} had left running has failed; that ends the run.`;
    }
    if (exit.signal !== null || exit.code === null) return describeExit(exit);
    return `The pipeline ended with exit code ${exit.code}.`;
  }
}

/** What the client calls the cell; undefined where it has not said. */
export function calledBy(
  cell: { readonly name: string | undefined; readonly number: number | undefined } | undefined,
): string | undefined {
  return cell?.name ?? (cell?.number === undefined ? undefined : numbered(cell.number - 1));
}
