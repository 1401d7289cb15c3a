/** The report of a verification as a page of HTML. */
import { createHash } from "node:crypto";
import { inWords } from "../../notebook/cell-name.ts";
import { duration } from "../../containers/figures/duration.ts";
import { html } from "../html-text.ts";
import type { Difference } from "./compare-files.ts";
import type { Finding } from "./findings.ts";
import { by, differenceLine, verdict, type Verification } from "./report.ts";

/** Colours are the editor's where it is shown there, else the browser's. */
const style = `
:root { color-scheme: light dark }
:root:has(.vscode-light) { color-scheme: light }
:root:has(.vscode-dark) { color-scheme: dark }
body { font: 15px/1.5 var(--vscode-font-family, system-ui, sans-serif); max-width: 60rem; margin: 2rem auto; padding: 0 1rem;
  color: var(--vscode-foreground, CanvasText); background: var(--vscode-editor-background, Canvas) }
h1 { font-size: 1.4rem; margin: 0 0 .3rem }
h2 { font-size: 1.05rem; margin: 0 0 .3rem }
p { margin: .2rem 0 }
ol { list-style: none; padding: 0 }
li.finding { border-left: 3px solid var(--vscode-editorWarning-foreground, #b58900); padding: .1rem 0 .1rem .9rem; margin: 1.3rem 0 }
code, td { font-family: var(--vscode-editor-font-family, ui-monospace, monospace); font-size: .9em; overflow-wrap: anywhere }
table { border-collapse: collapse; margin: .6rem 0 }
th, td { border: 1px solid #8886; padding: .2rem .6rem; text-align: left }
a { color: var(--vscode-textLink-foreground, LinkText) }
details { margin-top: 1.5rem }
.aside { opacity: .8 }
`;
const styleHash = createHash("sha256").update(style).digest("base64");
/** So many files that differ are told of each finding. */
const mostRows = 50;

/**
 * The page, without scripts and with nothing in it that is loaded from elsewhere.
 * @param linkTo gives where the name of a cell leads to; without it names are plain
 */
export function reportPage(verification: Verification, linkTo?: (cell: string) => string): string {
  const { notebook, args, trials, findings, notes, milliseconds } = verification;
  const tried = trials.map(({ name }) => `<li>${html(name)}</li>`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="generator" content="pipenb verify">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${styleHash}'">
<meta name="viewport" content="width=device-width">
<title>${html(notebook)}: ${findings.length === 0 ? "verified" : "findings"}</title>
<style>${style}</style>
</head>
<body>
<h1>${findings.length === 0 ? "✓" : "✗"} ${html([notebook, ...args].join(" "))}</h1>
<p>${html(verdict(verification))} ${html(duration(milliseconds))}</p>
<ol>${findings.map((finding) => item(finding, linkTo)).join("\n")}</ol>
${notes.map((note) => `<p class="aside">${html(note)}</p>`).join("\n")}
<details><summary>What was tried</summary><ul>${tried.join("")}</ul></details>
</body>
</html>
`;
}

function item(
  { sentence, cell, looked, differences, remedy }: Finding,
  linkTo: ((cell: string) => string) | undefined,
): string {
  const [first, ...more] = differences;
  const name = html(inWords(cell ?? ""));
  const lines = [
    `<h2>${html(sentence)}</h2>`,
    first === undefined ? "" : `<p><code>${html(differenceLine(first))}</code></p>`,
    cell === undefined
      ? ""
      : `<p>In ${linkTo === undefined ? name : `<a href="${html(linkTo(cell))}">${name}</a>`}${html(by(looked))}</p>`,
    `<p class="aside">${html(remedy)}</p>`,
    more.length === 0 ? "" : table(differences),
  ];
  return `<li class="finding">${lines.join("")}</li>`;
}

function table(differences: readonly Difference[]): string {
  const rows = differences.slice(0, mostRows).map(({ path, place, first, second, note }) => {
    const where = [place ?? [], note ?? []].flat().join("; ");
    const cells = [path, where, first ?? "(nothing)", second ?? "(nothing)"];
    return `<tr>${cells.map((text) => `<td>${html(text)}</td>`).join("")}</tr>`;
  });
  const left = differences.length - rows.length;
  const rest = left === 0 ? "" : `<p>and ${left} more</p>`;
  return `<table><tr><th>File</th><th>Where</th><th>First</th><th>Then</th></tr>${rows.join("")}</table>${rest}`;
}
