/** The report of a verification, as lines for a terminal, as JSON and as a page. */
import type { Difference } from "./compare-files.ts";
import type { Finding } from "./findings.ts";

/** All that was tried, and what came of it. */
export interface Verification {
  readonly notebook: string;
  readonly args: readonly string[];
  /** What was tried, in order. */
  readonly trials: readonly { readonly name: string }[];
  readonly findings: readonly Finding[];
  /** Files that the first trial wrote. */
  readonly files: number;
}

/** A finding as lines of text, the first of which is its sentence. */
export function findingLines({ sentence, cell, looked, differences, remedy }: Finding): readonly string[] {
  const [difference] = differences;
  return [
    sentence,
    ...(difference === undefined ? [] : [differenceLine(difference)]),
    ...(cell === undefined ? [] : [`cell: ${cell}${looked.length === 0 ? "" : `, by ${looked.join(", ")}`}`]),
    remedy,
  ];
}

function differenceLine({ path, place, first, second }: Difference): string {
  const at = place === undefined ? path : `${path}, ${place}`;
  return `${at}: ${first ?? "(nothing)"} → ${second ?? "(nothing)"}`;
}

/** One sentence about all of it. */
export function verdict({ findings, files, trials }: Verification): string {
  const results = `${files} ${files === 1 ? "file" : "files"} in ${trials.length} runs`;
  if (findings.length === 0) return `The notebook and its image give the same: ${results}.`;
  return `${findings.length} ${findings.length === 1 ? "finding" : "findings"} (${results}).`;
}

/** The page, with nothing in it that is loaded from elsewhere. */
export function reportPage(verification: Verification): string {
  const { notebook, args, trials, findings } = verification;
  const items = findings.map((finding) => {
    const [sentence = "", ...rest] = findingLines(finding);
    return `<li><h2>${html(sentence)}</h2>${rest.map((line) => `<p>${html(line)}</p>`).join("")}${table(finding.differences)}</li>`;
  });
  const tried = trials.map(({ name }) => `<li>${html(name)}</li>`);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="generator" content="pipenb verify">
<meta name="viewport" content="width=device-width">
<title>${html(notebook)}: ${findings.length === 0 ? "verified" : "findings"}</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color-scheme: light dark }
  h1 { font-size: 1.4rem } h2 { font-size: 1.05rem; margin: 1.5rem 0 .3rem } p { margin: .2rem 0 }
  table { border-collapse: collapse; margin: .6rem 0 } th, td { border: 1px solid #8886; padding: .2rem .6rem; text-align: left }
  td { font-family: ui-monospace, monospace; font-size: .9rem; overflow-wrap: anywhere }
</style>
<h1>${findings.length === 0 ? "✓" : "✗"} ${html([notebook, ...args].join(" "))}</h1>
<p>${html(verdict(verification))}</p>
<ol>${items.join("\n")}</ol>
<details><summary>What was tried</summary><ul>${tried.join("")}</ul></details>
</html>
`;
}

function table(differences: readonly Difference[]): string {
  if (differences.length < 2) return "";
  const rows = differences.slice(0, 50).map(({ path, place, first, second }) => {
    const cells = [path, place ?? "", first ?? "(nothing)", second ?? "(nothing)"];
    return `<tr>${cells.map((text) => `<td>${html(text)}</td>`).join("")}</tr>`;
  });
  const more = differences.length > 50 ? `<p>and ${differences.length - 50} more</p>` : "";
  return `<table><tr><th>File</th><th>Where</th><th>First</th><th>Then</th></tr>${rows.join("")}</table>${more}`;
}

function html(text: string): string {
  return text.replaceAll(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
