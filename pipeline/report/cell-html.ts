/** A cell of a report: what it is called, how it went, its code, and what it has shown. */
import { duration } from "../../containers/figures/duration.ts";
import type { CellKind } from "../../notebook/model.ts";
import type { RunResult } from "../result/run-result.ts";
import { html } from "../html-text.ts";
import { codeHtml } from "./code-html.ts";
import { markdownHtml } from "./markdown-html.ts";
import { outputHtml } from "./output-html.ts";
import type { CellRun } from "./recorder.ts";

/** A cell of the notebook; `name` is what it is called everywhere. */
export interface ReportedCell {
  readonly kind: CellKind;
  readonly name: string;
  readonly text: string;
}

export type CellState = "done" | "failed" | "stopped" | "not-run";

/** Told by sign, word and colour. */
const signs: Readonly<Record<CellState, { readonly sign: string; readonly word: string }>> = {
  done: { sign: "✓", word: "done" },
  failed: { sign: "✗", word: "failed" },
  stopped: { sign: "■", word: "stopped" },
  "not-run": { sign: "·", word: "not run" },
};

/** How a cell went, as far as it and the run's end tell. */
export function cellState(
  name: string,
  run: CellRun | undefined,
  { status, error }: Pick<RunResult, "status" | "error">,
): CellState {
  if (run === undefined) return "not-run";
  const isUndone = run.isOk !== true || error?.cell === name;
  if (!isUndone || status === "done" || status === "skipped") return "done";
  return status === "failed" ? "failed" : "stopped";
}

export function signHtml(state: CellState): string {
  const { sign, word } = signs[state];
  return `<span class="sign ${state}" role="img" aria-label="${word}">${sign}</span>`;
}

/** The section; `id` is what links lead to. */
export function cellHtml(
  cell: ReportedCell,
  id: string,
  { run, result }: { readonly run: CellRun | undefined; readonly result: RunResult },
): string {
  if (cell.kind === "markdown")
    return `<section id="${id}" class="text markdown">${markdownHtml(cell.text)}</section>`;
  const state = cellState(cell.name, run, result);
  const time = run?.milliseconds === undefined ? "" : duration(run.milliseconds);
  const outputs = run === undefined ? "" : outputsHtml(cell.name, run, result);
  return `<section id="${id}" class="cell ${state}" aria-labelledby="${id}-name">
<header><h2 id="${id}-name">${signHtml(state)} ${html(cell.name)}</h2><span class="time">${[signs[state].word, time].filter((each) => each !== "").join(" · ")}</span></header>
<pre class="code" tabindex="0"><code>${codeHtml(cell.text)}</code></pre>${outputs === "" ? "" : `\n<div class="outputs">${outputs}</div>`}
</section>`;
}

function outputsHtml(name: string, { outputs, left }: CellRun, { error }: RunResult): string {
  const parts = outputs.map((output) => outputHtml(output, name));
  // What has ended it without an error of its own, such as a signal.
  if (error?.cell === name && !outputs.some(({ kind }) => kind === "error"))
    parts.push(`<pre class="error">${html(error.message)}</pre>`);
  const more = [
    ...(left.characters > 0 ? [`${left.characters} more characters`] : []),
    ...(left.outputs > 0 ? [`${left.outputs} more outputs`] : []),
  ];
  if (more.length > 0) parts.push(`<p class="note">… ${more.join(" and ")}, left out here.</p>`);
  return parts.join("\n");
}
