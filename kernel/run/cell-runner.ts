/**
 * Runs the cells the supervisor sends, one at a time, and reports what became of each.
 * What a cell starts (timers, promises, listeners) keeps the cell's run in its async context, so output and errors that
 * come late still name the cell they belong to.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { setTimeout } from "node:timers";
import type { Bundle } from "../../protocol/mime-bundle.ts";
import type { FrameKind, RunRequest } from "../wire/frame.ts";
import { frameKind } from "../wire/frame.ts";
import { CellRun } from "./cell-run.ts";
import type { OtherEnd } from "./cell-run.ts";
import { describeFailure } from "./describe-failure.ts";
import type { Evaluator } from "./evaluator.ts";
import { Interrupted } from "./interrupted.ts";

/** How long interrupted code that awaits may use to unwind before the cell is called over. */
const unwindMilliseconds = 4;

type Send = (kind: FrameKind, id: number, payload: string | Uint8Array) => void;
type ToBundle = (value: unknown) => Bundle | Promise<Bundle>;
type End = OtherEnd | { readonly kind: "ok" };

export class CellRunner {
  readonly #evaluator: Evaluator;
  readonly #send: Send;
  readonly #toBundle: ToBundle;
  readonly #runs = new AsyncLocalStorage<CellRun>();
  #current: CellRun | undefined;

  constructor(evaluator: Evaluator, send: Send, toBundle: ToBundle) {
    this.#evaluator = evaluator;
    this.#send = send;
    this.#toBundle = toBundle;
  }

  /** The execution that the running code belongs to, however late it runs; 0 when none is known. */
  get owner(): number {
    return (this.#runs.getStore() ?? this.#current)?.id ?? 0;
  }

  /** Aborted when the cell that the running code belongs to is interrupted. */
  get signal(): AbortSignal | undefined {
    return (this.#runs.getStore() ?? this.#current)?.signal;
  }

  /** Called by cells with the value of their last expression. */
  readonly keepResult = (value: unknown): void => {
    const run = this.#runs.getStore();
    if (run !== undefined) run.result = { value };
  };

  /** Called by cells after each await: an interrupted cell goes no further. */
  readonly check = <T>(value?: T): T | undefined => {
    if (this.#runs.getStore()?.signal.aborted === true) throw new Interrupted();
    return value;
  };

  /** Runs a cell to its end and reports it. Never rejects. */
  async run(id: number, request: RunRequest): Promise<void> {
    const run = new CellRun(id, request.count, request.silent);
    this.#current = run;
    const end = await this.#runs.run(run, () => this.#evaluate(run, request.code));
    this.#current = undefined;
    run.over = true;
    if (end.kind !== "ok") this.#report(run, end);
    this.#send(frameKind.finished, id, "");
  }

  /** The supervisor wants the running cell to stop. */
  interrupt(): void {
    const run = this.#current;
    if (run === undefined) return;
    run.abort(new Interrupted());
    setTimeout(() => {
      run.giveUp();
    }, unwindMilliseconds);
  }

  /** Whether a cell runs. */
  get running(): boolean {
    return this.#current !== undefined;
  }

  /** An error nobody caught: ends the cell it came from, or is reported as late; then gives what a program ends with. */
  uncaught(value: unknown): number | undefined {
    const run = this.#runs.getStore() ?? this.#current;
    if (run !== undefined && !run.over) run.fail(value);
    else if (!(value instanceof Interrupted)) {
      const failure = describeFailure(value, true);
      this.#send(frameKind.failure, run?.id ?? 0, JSON.stringify(failure));
      return failure.exitCode;
    }
    return undefined;
  }

  async #evaluate(run: CellRun, code: string): Promise<End> {
    const outcome = await Promise.race([this.#evaluator.evaluate(code), run.endedOtherwise]);
    if (outcome.kind === "terminated") return { kind: "interrupted" };
    if (outcome.kind !== "ok" || run.result === undefined || run.silent) return outcome;
    // A value may have its own way to be displayed, which may hang like any other code.
    return Promise.race([this.#showResult(run, run.result.value), run.endedOtherwise]);
  }

  async #showResult(run: CellRun, value: unknown): Promise<End> {
    try {
      const { data, metadata } = await this.#toBundle(value);
      if (Object.keys(data).length > 0 && !run.over)
        this.#send(
          frameKind.executeResult,
          run.id,
          JSON.stringify({ execution_count: run.count, data, metadata }),
        );
      return { kind: "ok" };
    } catch (thrown) {
      return { kind: "thrown", value: thrown };
    }
  }

  /** An interrupted command fails first: what counts is that it was interrupted. */
  #report(run: CellRun, end: OtherEnd): void {
    const value = end.kind === "thrown" && !run.signal.aborted ? end.value : new Interrupted();
    this.#send(frameKind.failure, run.id, JSON.stringify(describeFailure(value, false)));
  }
}
