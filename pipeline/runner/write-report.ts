/** The report of a run, from the process that has started the pipeline: it is there also when the pipeline was killed. Nothing here changes how the run has ended. */
import type { RunResult } from "../result/run-result.ts";
import type { ReportTold } from "./starter.ts";
import type { EventRecorder } from "./report/report.ts";
import { writeFileAsked } from "./write-result.ts";

/** What makes reports is loaded while the pipeline starts; what is told meanwhile waits. */
export class AskedReport {
  readonly #place: string;
  readonly #waiting: ((recorder: EventRecorder) => void)[] = [];
  readonly #loading: Promise<void>;
  #recorder: EventRecorder | undefined;
  #why: unknown;

  /** @param place the file it is to be in */
  constructor(place: string) {
    this.#place = place;
    this.#loading = this.#load();
  }

  started(cell: string): void {
    this.#take((recorder) => {
      recorder.started(cell);
    });
  }

  hear(told: ReportTold): void {
    this.#take((recorder) => {
      recorder.hear(told);
    });
  }

  /** Gives a warning where it cannot be written. */
  async write(result: RunResult, secrets: readonly string[]): Promise<string | undefined> {
    await this.#loading;
    return writeFileAsked(this.#place, "report", () => {
      if (this.#recorder === undefined) throw this.#why;
      return this.#recorder.page(result, secrets);
    });
  }

  #take(take: (recorder: EventRecorder) => void): void {
    if (this.#recorder === undefined) this.#waiting.push(take);
    else take(this.#recorder);
  }

  async #load(): Promise<void> {
    try {
      const { EventRecorder } = await import("./report/report.ts");
      this.#recorder = new EventRecorder();
      for (const take of this.#waiting.splice(0)) take(this.#recorder);
    } catch (error) {
      this.#why = error;
    }
  }
}
