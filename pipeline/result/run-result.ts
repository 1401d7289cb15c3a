/** The result of a run: one JSON, the same whoever ran it. What its fields mean is said in docs/run-contract.md. */
import type { ParameterValues } from "../../notebook/parameters/parameter.ts";
import { exitCodes } from "../../notebook/program/exit-codes.ts";
import { secretForms } from "../../notebook/program/secret-forms.ts";
import type { RunRecord } from "../../notebook/program/run-record.ts";

/** How a run ended. */
type RunStatus = "done" | "skipped" | "failed" | "stopped" | "timed-out";

/** A record without its kind. */
export type Dataset = Omit<RunRecord, "kind">;

/** Why a run was not done; `line` is 1-based, of `file`. */
export interface RunError {
  readonly name: string;
  readonly message: string;
  readonly cell: string | null;
  readonly file: string | null;
  readonly line: number | null;
}

export interface RunResult {
  readonly contract: 1;
  readonly unit: string | null;
  readonly parameters: ParameterValues;
  readonly status: RunStatus;
  readonly exitCode: number;
  /** From 1. */
  readonly attempt: number;
  /** What the run stands on: the image's digest where whoever started it has told, else `code`. */
  readonly image: string | null;
  /** Hash of the code and its environment, `sha256:…`. */
  readonly code: string | null;
  readonly inputs: readonly Dataset[];
  readonly outputs: readonly Dataset[];
  readonly error: RunError | null;
  /** ISO 8601, UTC. */
  readonly started: string;
  readonly ended: string;
}

/** What a run has read and written. */
export type DataOfRun = Pick<RunResult, "inputs" | "outputs">;

/** What is known of a run that has ended. */
export interface EndedRun extends Pick<
  RunResult,
  "unit" | "parameters" | "exitCode" | "attempt" | "image" | "code" | "error"
> {
  readonly records: readonly RunRecord[];
  /** Of the run before that has done it all. */
  readonly skipped?: DataOfRun | undefined;
  /** Whether somebody asked it to end. */
  readonly isStopped: boolean;
  /** Whether it was ended as it took too long. */
  readonly isTimedOut: boolean;
  readonly started: Date;
  readonly ended: Date;
}

/** Each path once: what was told of it last. */
export function runResult(run: EndedRun): RunResult {
  const { unit, parameters, exitCode, attempt, image, code, records, skipped, error } = run;
  const isDone = exitCode === exitCodes.ok;
  const undone = run.isTimedOut ? "timed-out" : run.isStopped ? "stopped" : "failed";
  return {
    contract: 1,
    unit,
    parameters,
    status: isDone ? (skipped === undefined ? "done" : "skipped") : undone,
    exitCode,
    attempt,
    image,
    code,
    inputs: skipped?.inputs ?? datasets(records, "input"),
    outputs: skipped?.outputs ?? datasets(records, "output"),
    error: isDone ? null : error,
    started: run.started.toISOString(),
    ended: run.ended.toISOString(),
  };
}

function datasets(records: readonly RunRecord[], kind: RunRecord["kind"]): readonly Dataset[] {
  const byPath = new Map<string, Dataset>();
  for (const { kind: its, ...dataset } of records) if (its === kind) byPath.set(dataset.path, dataset);
  return [...byPath.values()];
}

/** Plain data with each secret that is in its texts replaced, in whatever form. They are the contents of files, as cells get them. */
export function withoutSecrets<Data>(data: Data, secrets: readonly string[]): Data {
  const forms = secretForms(secrets);
  if (forms.length === 0) return data;
  const cleaned = (value: unknown): unknown => {
    if (typeof value === "string") return forms.reduce((text, one) => text.replaceAll(one, "***"), value);
    if (Array.isArray(value)) return value.map(cleaned);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, cleaned(each)]));
  };
  // SAFETY: texts stay texts, and nothing else changes.
  return cleaned(data) as Data;
}

/**
 * As JSON of at most so many bytes, for places that take no more: first inputs are left out, then outputs, from the end and with how many
 * there were; then the error's message is cut, and at last the parameters go.
 */
export function shortResult(result: RunResult, mostBytes: number): string {
  const counts = { inputCount: result.inputs.length, outputCount: result.outputs.length };
  const fits = (shorter: object): string | undefined => {
    const json = JSON.stringify(shorter);
    return Buffer.byteLength(json) <= mostBytes ? json : undefined;
  };
  const { inputs, outputs, error } = result;
  const cut = error === null ? null : { ...error, message: beginning(error.message, 1000) };
  return (
    fits(result) ??
    longest(inputs.length, (count) => fits({ ...result, ...counts, inputs: inputs.slice(0, count) })) ??
    longest(outputs.length, (count) =>
      fits({ ...result, ...counts, inputs: [], outputs: outputs.slice(0, count), error: cut }),
    ) ??
    fits({ ...result, ...counts, inputs: [], outputs: [], error: cut, parameters: {} }) ??
    JSON.stringify({ contract: 1, status: result.status, exitCode: result.exitCode })
  );
}

/** The text of the greatest count that gives one. */
function longest(most: number, textOf: (count: number) => string | undefined): string | undefined {
  let text = textOf(0);
  let low = 0;
  let high = most;
  while (text !== undefined && low < high) {
    const middle = Math.ceil((low + high) / 2);
    const found = textOf(middle);
    if (found === undefined) high = middle - 1;
    else {
      text = found;
      low = middle;
    }
  }
  return text;
}

/** Whole characters. */
function beginning(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most).toWellFormed()}…`;
}
