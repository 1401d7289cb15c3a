/** The report of a run: one page with all that it needs in it, and nothing that runs. */
import { bytes } from "../../containers/figures/bytes.ts";
import { duration } from "../../containers/figures/duration.ts";
import { describeExit } from "../../notebook/program/exit-codes.ts";
import { html } from "../html-text.ts";
import type { RunResult } from "../result/run-result.ts";
import { withoutSecrets } from "../result/run-result.ts";
import { cellHtml, cellState, signHtml } from "./cell-html.ts";
import type { CellState, ReportedCell } from "./cell-html.ts";
import { inAllForms } from "./forms-of-secrets.ts";
import type { CellRun } from "./recorder.ts";
import { reportStyle } from "./report-style.ts";

/** The notebook that was run, as it is written. */
export interface ReportedNotebook {
  /** Its file's name. */
  readonly file: string;
  readonly title: string;
  readonly cells: readonly ReportedCell[];
}

export interface RunReport {
  readonly notebook: ReportedNotebook;
  readonly result: RunResult;
  /** By the cells' names. */
  readonly runs: ReadonlyMap<string, CellRun>;
}

/** By which a report is known again. */
const generator = '<meta name="generator" content="pipenb run">';

/** Whether a text is a report of a run. */
export const isReportPage = (text: string): boolean => text.includes(generator);

/** Nothing is loaded, sent or run; styles stand in the page, and pictures are data. */
const policy =
  "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** HTML. Each of the texts `secrets` is `***` in it, as it stands and as JSON, HTML, URLs and base64 have it. */
export function reportPage(report: RunReport, secrets: readonly string[]): string {
  const { notebook, result, runs } = withoutSecrets(
    { ...report, runs: [...report.runs] },
    secrets.flatMap(inAllForms),
  );
  const runOf = new Map(runs);
  const cells = notebook.cells.filter(({ text }) => text.trim() !== "");
  const sections = cells.map((cell, index) =>
    cellHtml(cell, `cell-${index + 1}`, { run: runOf.get(cell.name), result }),
  );
  const entries = cells.flatMap((cell, index) =>
    entry(cell, `cell-${index + 1}`, runOf.get(cell.name), result),
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
${generator}
<title>${html([notebook.title, result.unit, statusWord(result)].filter((each) => each !== null).join(" · "))}</title>
<style>${reportStyle}</style>
</head>
<body>
<a class="skip" href="#cells">To the cells</a>
<header class="run">
<h1>${signHtml(stateOf(result))} ${html(notebook.title)}${result.unit === null ? "" : ` <span class="unit">${html(result.unit)}</span>`}</h1>
<p class="verdict ${stateOf(result)}">${html(verdict(result))}</p>
${errorHtml(result, cells)}${facts(notebook, result)}
${datasets("Written", result.outputs)}${datasets("Read", result.inputs)}</header>
<div class="columns">
<nav aria-label="Cells"><ol>${entries.join("")}</ol></nav>
<main id="cells">
${sections.join("\n")}
</main>
</div>
</body>
</html>
`;
}

function entry(
  { kind, name, text }: ReportedCell,
  id: string,
  run: CellRun | undefined,
  result: RunResult,
): readonly string[] {
  if (kind !== "markdown")
    return [`<li><a href="#${id}">${signHtml(cellState(name, run, result))} ${html(name)}</a></li>`];
  const [, heading] = /^ {0,3}#{1,6}[ \t]+(.*?)[ \t#]*$/m.exec(text) ?? [];
  return heading === undefined ? [] : [`<li class="heading"><a href="#${id}">${html(heading)}</a></li>`];
}

function stateOf({ status }: RunResult): CellState {
  if (status === "done" || status === "skipped") return "done";
  return status === "failed" ? "failed" : "stopped";
}

function statusWord({ status }: RunResult): string {
  return status === "timed-out" ? "timed out" : status;
}

function verdict(result: RunResult): string {
  const { started, ended, exitCode, status } = result;
  const took = duration(Date.parse(ended) - Date.parse(started));
  if (status === "skipped")
    return "Skipped: a manifest says that it is done. What it read and wrote is of the run before.";
  const meaning = exitCode === 0 ? undefined : describeExit(exitCode);
  const word = statusWord(result);
  const head = `${word.charAt(0).toUpperCase()}${word.slice(1)} after ${took}, with exit code ${exitCode}.`;
  return meaning === undefined ? head : `${head} ${meaning}`;
}

function errorHtml({ error }: RunResult, cells: readonly ReportedCell[]): string {
  if (error === null || error.message === "") return "";
  const index = cells.findIndex(({ name }) => name === error.cell);
  const place = [
    ...(error.cell === null
      ? []
      : [index < 0 ? html(error.cell) : `<a href="#cell-${index + 1}">${html(error.cell)}</a>`]),
    ...(error.file === null || error.line === null ? [] : [html(`${error.file}:${error.line}`)]),
  ].join(", ");
  return `<div class="failure" role="note"><strong>${html(error.name)}</strong>${place === "" ? "" : ` in ${place}`}<pre>${html(error.message)}</pre></div>
`;
}

function facts({ file }: ReportedNotebook, result: RunResult): string {
  const { parameters, started, ended, attempt, image, code } = result;
  const given = Object.entries(parameters).map(
    ([name, value]) =>
      `<tr><th scope="row">${html(name)}</th><td>${html(typeof value === "string" ? value : JSON.stringify(value))}</td></tr>`,
  );
  const rows: readonly (readonly [string, string])[] = [
    ["Notebook", file],
    ["Started", readable(started)],
    ["Ended", readable(ended)],
    ...(attempt > 1 ? ([["Attempt", String(attempt)]] as const) : []),
    ...(image === null || image === code ? [] : ([["Image", image]] as const)),
    ...(code === null ? [] : ([["Code", code]] as const)),
  ];
  const list = rows.map(([name, value]) => `<dt>${name}</dt><dd>${html(value)}</dd>`);
  const table =
    given.length === 0
      ? ""
      : `\n<table class="parameters"><caption>Parameters</caption><tbody>${given.join("")}</tbody></table>`;
  return `<div class="facts"><dl>${list.join("")}</dl>${table}</div>`;
}

/** `2026-11-29 21:04:12 UTC`. */
function readable(time: string): string {
  return time.replace("T", " ").replace(/\.\d+Z$/, " UTC");
}

function datasets(title: string, found: RunResult["outputs"]): string {
  if (found.length === 0) return "";
  const rows = found.map(({ path, bytes: size, sha256, files, rows: count }) => {
    const contents = [
      ...(files === undefined ? [] : [`${files} ${files === 1 ? "file" : "files"}`]),
      ...(count === undefined ? [] : [`${count} ${count === 1 ? "row" : "rows"}`]),
      ...(size === undefined ? [] : [bytes(size)]),
    ].join(", ");
    return `<tr><td class="path">${html(path)}</td><td class="number">${html(contents)}</td><td class="hash" title="${html(sha256 ?? "")}">${html((sha256 ?? "").slice(0, 12))}</td></tr>`;
  });
  return `<details class="datasets"${title === "Written" ? " open" : ""}><summary>${title}: ${found.length}</summary>
<div class="frame"><table><thead><tr><th scope="col">Path</th><th scope="col" class="number">Size</th><th scope="col">SHA-256</th></tr></thead><tbody>${rows.join("")}</tbody></table></div></details>
`;
}
