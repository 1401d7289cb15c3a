/** What a flow run of Prefect says of the run that it is, and how the run's end is said to Prefect. Pure. */
import { exitCodes } from "../../../notebook/program/exit-codes.ts";
import { optionName } from "../../../notebook/parameters/option-names.ts";
import { valueText } from "../../../notebook/parameters/run-arguments.ts";
import type { ParameterValue } from "../../../notebook/parameters/parameter.ts";
import type { About } from "../../result/about.ts";
import type { RunResult } from "../../result/run-result.ts";

/** The label of a flow run that says when its container was heard of last, as milliseconds since 1970. */
export const aliveLabel = "io.pipenb.alive";

/** A flow run that has begun. */
export interface BegunFlowRun {
  readonly parameters: Readonly<Record<string, ParameterValue | null>>;
  /** When it was due. */
  readonly due: string;
  /** From 1. */
  readonly attempt: number;
}

/** The words behind the image: the unit that was asked for, else the one that is due. */
export function runWords(
  { parameters, due }: BegunFlowRun,
  { unit }: Pick<About, "unit">,
): readonly string[] {
  const given = Object.entries(parameters).flatMap(([name, value]) =>
    value === null || (name === unit?.parameter && value === "") ? [] : [[name, value] as const],
  );
  const isDue = unit !== null && unit.due !== null && !given.some(([name]) => name === unit.parameter);
  return [
    ...(isDue ? ["--due", due] : []),
    ...given.map(([name, value]) => `--${optionName(name)}=${valueText(value)}`),
  ];
}

/** As Prefect's API takes them. */
export interface PrefectState {
  readonly type: "COMPLETED" | "FAILED" | "CRASHED" | "CANCELLED" | "SCHEDULED";
  readonly name: string;
  readonly message: string;
  readonly state_details?: { readonly scheduled_time: string };
}

export interface FlowRunEnd {
  readonly exitCode: number;
  /** undefined where it could leave none. */
  readonly result: RunResult | undefined;
  readonly attempt: number;
  readonly retries: number;
  /** Somebody has cancelled it in Prefect. */
  readonly isCancelled: boolean;
  readonly now: Date;
}

/** The state it has now, and the code to end with: the worker takes any but 0 for a crash of a run that is not over. */
export function endState(end: FlowRunEnd): { readonly state: PrefectState; readonly exitCode: number } {
  const { exitCode, result, attempt, retries, isCancelled, now } = end;
  const message = messageOf(end);
  if (isCancelled) return { state: { type: "CANCELLED", name: "Cancelled", message }, exitCode };
  if (exitCode === exitCodes.ok) {
    const name = result?.status === "skipped" ? "Skipped" : "Completed";
    return { state: { type: "COMPLETED", name, message }, exitCode };
  }
  if (exitCode === exitCodes.transient && attempt <= retries) {
    const scheduled_time = new Date(now.getTime() + 5000 * 2 ** attempt).toISOString();
    return {
      state: { type: "SCHEDULED", name: "AwaitingRetry", message, state_details: { scheduled_time } },
      exitCode: 0,
    };
  }
  const isTimedOut = exitCode === exitCodes.timeout;
  const isCrash = exitCode > 128;
  return {
    state: {
      type: isCrash ? "CRASHED" : "FAILED",
      name: isCrash ? "Crashed" : isTimedOut ? "TimedOut" : "Failed",
      message,
    },
    exitCode,
  };
}

/** The code of a run that has ended otherwise than well, out of the message of its state; undefined where that is not ours. */
export function exitCodeIn({
  message,
}: {
  readonly message?: string | null | undefined;
}): number | undefined {
  const [, code] = /^Exit code (\d{1,3})[.:]/.exec(message ?? "") ?? [];
  return code === undefined ? undefined : Number(code);
}

function messageOf({ exitCode, result }: FlowRunEnd): string {
  const error = result?.error ?? undefined;
  if (error !== undefined)
    return [
      `Exit code ${exitCode}`,
      ...(error.cell === null ? [] : [`cell ${error.cell}`]),
      error.message.slice(0, 2000),
    ].join(": ");
  if (exitCode !== exitCodes.ok) return `Exit code ${exitCode}.`;
  const count = result?.outputs.length ?? 0;
  const unit = result?.unit ?? undefined;
  return `${unit === undefined ? "" : `${unit}: `}${count} ${count === 1 ? "output" : "outputs"}.`;
}

/** The table of what a run has written, as Markdown. */
export function outputsText({ unit, outputs }: RunResult): string {
  const rows = outputs.map(
    ({ path, bytes, rows: count, sha256 }) =>
      `| ${cell(path)} | ${bytes ?? ""} | ${count ?? ""} | ${sha256?.slice(0, 12) ?? ""} |`,
  );
  return [
    ...(unit === null ? [] : [`Outputs of ${cell(unit)}`, ""]),
    "| path | bytes | rows | sha256 |",
    "| --- | ---: | ---: | --- |",
    ...rows,
  ].join("\n");
}

const cell = (text: string): string => text.replaceAll(/[\\|`]/g, "\\$&").replaceAll("\n", " ");

/** A key for artifacts: lower-case letters, digits and dashes. */
export const artifactKey = (name: string): string =>
  `${name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")}-outputs`.replace(/^-/, "");
