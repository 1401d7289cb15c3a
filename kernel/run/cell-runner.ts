/**
 * Runs the cells the supervisor sends, one at a time, and reports what became of each.
 * What a cell starts (timers, promises, listeners) keeps the cell's run in its async context, so output and errors that
 * come late still name the cell they belong to.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { setImmediate, setTimeout } from "node:timers";
import type { Bundle } from "../../protocol/mime-bundle.ts";
import { failedExpression, fromRuntime } from "../wire/packet-table.ts";
import type { Expression, Expressions, RunRequest } from "../wire/packet-table.ts";
import type { Channel } from "./channel.ts";
import { describeFailure } from "./describe-failure.ts";
import type { Evaluator } from "./evaluator.ts";
import { shownTexts } from "./shown-texts.ts";

/** How long interrupted code that awaits may use to unwind before the cell is called over. */
const unwindMilliseconds = 4;

type Sender = Pick<Channel, "send" | "queue">;
type ToBundle = (value: unknown) => Bundle | Promise<Bundle>;
type End =
  | OtherEnd
  /** `shown`: content of the message that shows its result, where it has one. */
  | { readonly kind: "ok"; readonly shown?: readonly string[] };

/** What awaiting code of an interrupted cell gets thrown. */
class Interrupted extends Error {
  override readonly name = "Interrupted";

  constructor() {
    super("The cell was interrupted. Its variables are kept.");
  }
}

/** How a cell ends when it is not by the end of its evaluation. */
type OtherEnd = { readonly kind: "interrupted" } | { readonly kind: "thrown"; readonly value: unknown };

/** One execution of a cell, as the runtime knows it. */
class CellRun {
  readonly id: number;
  readonly count: number;
  readonly silent: boolean;
  readonly #abort = new AbortController();
  readonly #settled = Promise.withResolvers<OtherEnd>();
  /** Set by the code of the cell when its last statement is an expression. */
  result: { readonly value: unknown } | undefined;
  over = false;

  constructor(id: number, count: number, silent: boolean) {
    this.id = id;
    this.count = count;
    this.silent = silent;
  }

  /** Aborted when the cell is interrupted. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Settles when something beside the evaluation ends the cell. */
  get endedOtherwise(): Promise<OtherEnd> {
    return this.#settled.promise;
  }

  /** What the code that has just run gave, once. */
  takeResult(): unknown {
    const { value } = this.result ?? {};
    this.result = undefined;
    return value;
  }

  abort(reason: Error): void {
    this.#abort.abort(reason);
  }

  /** Ends the cell although its evaluation may never settle. */
  giveUp(): void {
    this.#settled.resolve({ kind: "interrupted" });
  }

  /** Ends the cell because its own timer, listener or forgotten promise threw. */
  fail(value: unknown): void {
    this.#settled.resolve({ kind: "thrown", value });
  }
}

export class CellRunner {
  readonly #evaluator: Evaluator;
  readonly #channel: Sender;
  readonly #toBundle: ToBundle;
  readonly #runs = new AsyncLocalStorage<CellRun>();
  #current: CellRun | undefined;

  constructor(evaluator: Evaluator, channel: Sender, toBundle: ToBundle) {
    this.#evaluator = evaluator;
    this.#channel = channel;
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
    const expressions =
      end.kind === "ok" ? await this.#runs.run(run, () => this.#expressions(run, request.expressions)) : {};
    this.#current = undefined;
    run.over = true;
    if (end.kind !== "ok") this.#report(run, end);
    else if (end.shown !== undefined) this.#channel.queue(fromRuntime.executeResult, id, end.shown);
    this.#channel.send(fromRuntime.finished, id, expressions);
  }

  /** The supervisor wants the running cell to stop. */
  interrupt(): void {
    const run = this.#current;
    if (run === undefined) return;
    run.abort(new Interrupted());
    const giveUp = (): void => {
      run.giveUp();
    };
    if (waitsForSomething()) setTimeout(giveUp, unwindMilliseconds);
    // What is settled already goes on before that; nothing else ever will.
    else setImmediate(() => setImmediate(giveUp));
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
      this.#channel.send(fromRuntime.failure, run?.id ?? 0, failure);
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
      if (Object.keys(data).length === 0) return { kind: "ok" };
      return { kind: "ok", shown: shownTexts({ execution_count: run.count, data, metadata }) };
    } catch (thrown) {
      return { kind: "thrown", value: thrown };
    }
  }

  async #expressions(run: CellRun, asked: RunRequest["expressions"]): Promise<Expressions> {
    const told: Record<string, Expression> = {};
    for (const [name, code] of Object.entries(asked))
      told[name] = typeof code === "string" ? await this.#expression(run, code) : code;
    return told;
  }

  async #expression(run: CellRun, code: string): Promise<Expression> {
    run.takeResult();
    const outcome = await Promise.race([this.#evaluator.evaluate(code), run.endedOtherwise]);
    if (outcome.kind === "thrown") {
      const { name, message } = describeFailure(outcome.value, false);
      return failedExpression(name, message);
    }
    if (outcome.kind !== "ok") return failedExpression("Interrupted", "The expression was interrupted.");
    return { status: "ok", ...(await this.#toBundle(run.takeResult())) };
  }

  /** An interrupted command fails first: what counts is that it was interrupted. */
  #report(run: CellRun, end: OtherEnd): void {
    const value = end.kind === "thrown" && !run.signal.aborted ? end.value : new Interrupted();
    this.#channel.queue(fromRuntime.failure, run.id, describeFailure(value, false));
  }
}

/** Whether a timer, a request, a child or the like could still let code that awaits go on; pipes are the kernel's own. */
const waitsForSomething = (): boolean => process.getActiveResourcesInfo().some((name) => name !== "PipeWrap");
