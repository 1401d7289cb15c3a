/** The account of a run, kept by the process that has started it: it is there also when the pipeline was killed. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { exitCodes } from "../../notebook/program/exit-codes.ts";
import type { RunRecord } from "../../notebook/program/run-record.ts";
import { unitOf } from "../result/about.ts";
import type { About } from "../result/about.ts";
import { runResult, withoutSecrets } from "../result/run-result.ts";
import type { DataOfRun, RunError, RunResult } from "../result/run-result.ts";
import { attemptOf, given, imageOf, resultVariable } from "../result/run-settings.ts";
import { containerSecrets, localSecrets } from "../result/secret-folders.ts";
import type { BegunRun, RunTold, ToldFailure } from "./starter.ts";
import { hasTerminationLog, replaceWhole, writeResult } from "./write-result.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Where a run is, and whom it tells. */
export interface AccountPlace {
  readonly env: Environment;
  /** The notebook's: `secrets/` in it is where secrets are that no container gets as files. */
  readonly folder: string;
  /** Prints the result where it was asked for as the last line. */
  readonly print: (line: string) => void;
}

/** How the pipeline has ended. */
export interface PipelineEnd {
  readonly exitCode: number;
  /** Why, where the pipeline could not say it itself, and in which cell. */
  readonly sentence?: string | undefined;
  readonly cell?: string | undefined;
  readonly about: About;
}

/** Whether anybody wants to know what a run reads and writes. */
export function wantsAccount(env: Environment): boolean {
  return given(env, resultVariable) !== undefined || hasTerminationLog();
}

export class RunAccount {
  readonly #place: AccountPlace;
  readonly #started = new Date();
  readonly #records: RunRecord[] = [];
  #begun: BegunRun | undefined;
  #failed: ToldFailure | undefined;
  #skipped: DataOfRun | undefined;
  #isStopped = false;
  #timedOut: RunError | undefined;

  constructor(place: AccountPlace) {
    this.#place = place;
  }

  /** Of several failures the first counts. */
  hear(told: RunTold): void {
    if ("begun" in told) this.#begun = told.begun;
    else if ("record" in told) this.#records.push(told.record);
    else if ("skipped" in told) this.#skipped = told.skipped;
    else this.#failed ??= told.failed;
  }

  /** Somebody has asked the run to end. */
  stopped(): void {
    this.#isStopped = true;
  }

  /** It was ended as it took too long; whatever it says of its end itself, this is why. */
  timedOut(sentence: string, cell: string | undefined): void {
    this.#timedOut = { name: "TimedOut", message: sentence, cell: cell ?? null, file: null, line: null };
  }

  /** Whether there was a run to tell of: help is none. */
  isRun(exitCode: number): boolean {
    return this.#begun !== undefined || exitCode !== exitCodes.ok;
  }

  /**
   * The pipeline and all that it has started is gone. Gives the exit code and what is to be said of it: a run whose manifest cannot be
   * written is not done, as the next one would have to begin anew.
   */
  close(end: PipelineEnd): { readonly exitCode: number; readonly sentences: readonly string[] } {
    if (!this.isRun(end.exitCode)) return { exitCode: end.exitCode, sentences: [] };
    const { env, print } = this.#place;
    let result = this.#result(end);
    const complaint = result.status === "done" ? this.#leaveManifest(result) : undefined;
    if (complaint !== undefined) {
      const error = { name: "ManifestError", message: complaint, cell: null, file: null, line: null };
      result = { ...result, status: "failed", exitCode: exitCodes.failed, error };
    }
    const warning = writeResult(result, given(env, resultVariable), print);
    return {
      exitCode: result.exitCode,
      sentences: [complaint, warning].filter((each) => each !== undefined),
    };
  }

  #leaveManifest(result: RunResult): string | undefined {
    const path = this.#begun?.manifest;
    if (path === undefined) return undefined;
    try {
      replaceWhole(path, `${JSON.stringify(result, undefined, 2)}\n`);
      return undefined;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return `The run is done, but its manifest cannot be written to ${path}: ${why}`;
    }
  }

  #result({ exitCode, sentence, cell, about }: PipelineEnd): RunResult {
    const { env, folder } = this.#place;
    const parameters = this.#begun?.parameters ?? {};
    const isStopped = this.#isStopped;
    const name = isStopped ? "Stopped" : exitCode === exitCodes.usage ? "WrongParameters" : "Ended";
    const unknown = { message: sentence ?? "", cell: cell ?? null, file: null, line: null };
    const result = runResult({
      unit: unitOf(about, parameters),
      parameters,
      exitCode,
      attempt: attemptOf(env),
      image: imageOf(env, about.code),
      code: about.code,
      records: this.#records,
      skipped: this.#skipped,
      error: this.#timedOut ?? { name, ...(this.#failed ?? unknown) },
      isStopped,
      isTimedOut: this.#timedOut !== undefined,
      started: this.#started,
      ended: new Date(),
    });
    return withoutSecrets(result, [...(this.#begun?.secrets ?? []), ...secretsHere(env, folder)]);
  }
}

/** The contents of all files of secrets, as the cells get them. */
function secretsHere(env: Environment, folder: string): readonly string[] {
  return [containerSecrets, localSecrets(env, folder)].flatMap(contentsOf);
}

function contentsOf(folder: string): readonly string[] {
  try {
    const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => !entry.isDirectory());
    return files.map(({ name }) => readFileSync(join(folder, name), "utf8").replace(/\r?\n$/, ""));
  } catch {
    return []; // none, or not ours to read: then the cells have none either
  }
}
