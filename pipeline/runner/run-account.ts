/** The account of a run, kept by the process that has started it: it is there also when the pipeline was killed. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { exitCodes } from "../../notebook/program/exit-codes.ts";
import type { RunRecord } from "../../notebook/program/run-record.ts";
import { unitOf } from "../result/about.ts";
import { wantsLineage } from "../lineage/settings.ts";
import type { About } from "../result/about.ts";
import { runResult, withoutSecrets } from "../result/run-result.ts";
import type { DataOfRun, RunError, RunResult } from "../result/run-result.ts";
import { attemptOf, given, imageOf, reportVariable, resultVariable } from "../result/run-settings.ts";
import { containerSecrets, localSecrets } from "../result/secret-folders.ts";
import type { Lineage, LineagePlace } from "./lineage.ts";
import type { BegunRun, RunTold, ToldFailure } from "./starter.ts";
import { hasTerminationLog, replaceWhole, writeResult } from "./write-result.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Where a run is, and whom it tells. */
export interface AccountPlace extends LineagePlace {
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

/** The account of a run that has ended. */
export interface ClosedAccount {
  readonly exitCode: number;
  /** What is to be said of it, each a sentence. */
  readonly sentences: readonly string[];
  /** undefined where there was no run to tell of. */
  readonly result: RunResult | undefined;
  /** Texts that nobody is shown. */
  readonly secrets: readonly string[];
}

/** Whether anybody wants to know what a run reads and writes. */
export function wantsAccount(env: Environment): boolean {
  const asked = [resultVariable, reportVariable].some((name) => given(env, name) !== undefined);
  return asked || wantsLineage(env) || hasTerminationLog();
}

export class RunAccount {
  readonly #place: AccountPlace;
  readonly #started = new Date();
  /** Loaded only where somebody wants it. */
  readonly #lineage: Promise<Lineage> | undefined;
  readonly #records: RunRecord[] = [];
  #begun: BegunRun | undefined;
  #failed: ToldFailure | undefined;
  #skipped: DataOfRun | undefined;
  #isStopped = false;
  #timedOut: RunError | undefined;

  constructor(place: AccountPlace) {
    this.#place = place;
    if (wantsLineage(place.env))
      this.#lineage = import("./lineage.ts").then(({ Lineage }) => new Lineage(place, this.#started));
  }

  /** Of several failures the first counts. */
  hear(told: RunTold): void {
    if ("begun" in told) this.#begin(told.begun);
    else if ("record" in told) this.#records.push(told.record);
    else if ("skipped" in told) this.#skipped = told.skipped;
    else this.#failed ??= told.failed;
  }

  #begin(begun: BegunRun): void {
    this.#begun = begun;
    const unit = unitOf(this.#place.pipeline, begun.parameters);
    void this.#lineage?.then((lineage) => {
      lineage.begin(withoutSecrets({ unit, parameters: begun.parameters }, this.#secrets()));
    });
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
  async close(end: PipelineEnd): Promise<ClosedAccount> {
    if (!this.isRun(end.exitCode))
      return { exitCode: end.exitCode, sentences: [], result: undefined, secrets: [] };
    const { env, print } = this.#place;
    const secrets = this.#secrets();
    let result = withoutSecrets(this.#result(end), secrets);
    const complaint = result.status === "done" ? this.#leaveManifest(result) : undefined;
    if (complaint !== undefined) {
      const error = { name: "ManifestError", message: complaint, cell: null, file: null, line: null };
      result = { ...result, status: "failed", exitCode: exitCodes.failed, error };
    }
    const warning = writeResult(result, given(env, resultVariable), print);
    // What has been done is written down before anybody is told of it.
    const unheard = await (await this.#lineage)?.end(result);
    return {
      exitCode: result.exitCode,
      sentences: [complaint, warning, unheard].filter((each) => each !== undefined),
      result,
      secrets,
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
    const { env } = this.#place;
    const parameters = this.#begun?.parameters ?? {};
    const isStopped = this.#isStopped;
    const name = isStopped ? "Stopped" : exitCode === exitCodes.usage ? "WrongParameters" : "Ended";
    const unknown = { message: sentence ?? "", cell: cell ?? null, file: null, line: null };
    return runResult({
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
  }

  #secrets(): readonly string[] {
    const { env, folder } = this.#place;
    return [...(this.#begun?.secrets ?? []), ...secretsHere(env, folder)];
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
