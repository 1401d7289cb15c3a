/** A backfill in a notification: cancelled once it lets running units end, cancelled again it stops them. */
import { stopAtOnce } from "../../app/backfill/begin-backfill.ts";
import type { RunningBackfill } from "../../backfill/carry-out.ts";
import { withProgress, type Report } from "../commands/with-progress.ts";

/** How far it is, for whatever notification is shown. */
export class BackfillProgress {
  #report: Report = () => undefined;
  #last: Parameters<Report> = ["begins"];

  tell(message: string, done: number): void {
    this.#last = [message, done];
    this.#report(message, done);
  }

  /** Runs it to its end; the signal, which others than the user give, stops it at once. */
  async run(
    title: string,
    backfill: RunningBackfill,
    signal: AbortSignal,
  ): Promise<{ readonly error: unknown }> {
    const ended = backfill.run();
    const stop = (): void => {
      stopAtOnce(backfill);
    };
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop);
    if (await this.#shown(title, ended)) return ended;
    backfill.stop(false);
    if (await this.#shown(`${title}: running units end. Cancel again to stop them`, ended)) return ended;
    stopAtOnce(backfill);
    await this.#shown(`${title}: stopping`, ended);
    return ended;
  }

  /** Whether it has ended; false when the user has cancelled before. */
  #shown(title: string, ended: Promise<unknown>): Promise<boolean> {
    return withProgress(title, async (report, signal) => {
      this.#report = report;
      report(...this.#last);
      const cancelled = new Promise<false>((resolve) => {
        signal.addEventListener("abort", () => {
          resolve(false);
        });
      });
      return Promise.race([ended.then(() => true), cancelled]);
    });
  }
}
