/**
 * Marks the cells that a verification has found something in, quietly: a mark goes when its cell is edited, and all of a notebook's with
 * its next verification.
 */
import * as vscode from "vscode";
import { cellName } from "../../notebook/cell-name.ts";
import type { Finding } from "../../pipeline/proof/findings.ts";
import { differenceLine } from "../../pipeline/proof/report.ts";
import { cellsOf } from "../front-matter/front-matter-cell.ts";
import { notebookOf } from "../notebook-text.ts";
import { placeFinding } from "./place-finding.ts";

/** Cells by what a verification calls them, with their texts when it began. */
export type CellsThen = ReadonlyMap<string, { readonly cell: vscode.NotebookCell; readonly text: string }>;

/** The cells as they stand now. */
export function cellsNow(notebook: vscode.NotebookDocument): CellsThen {
  const cells = cellsOf(notebook);
  return new Map(
    notebookOf(notebook).cells.flatMap((each, index) => {
      const cell = cells[index];
      return cell === undefined ? [] : [[cellName(each, index), { cell, text: cell.document.getText() }]];
    }),
  );
}

export class VerifiedCells implements vscode.Disposable {
  readonly #shown = vscode.languages.createDiagnosticCollection("pipenb verify");
  readonly #listening: vscode.Disposable;

  constructor() {
    this.#listening = vscode.Disposable.from(
      vscode.workspace.onDidChangeNotebookDocument(({ cellChanges, contentChanges }) => {
        for (const { cell, document } of cellChanges) if (document !== undefined) this.#clear(cell);
        for (const cell of contentChanges.flatMap(({ removedCells }) => removedCells)) this.#clear(cell);
      }),
      vscode.workspace.onDidCloseNotebookDocument((notebook) => {
        this.clear(notebook);
      }),
    );
  }

  dispose(): void {
    this.#listening.dispose();
    this.#shown.dispose();
  }

  clear(notebook: vscode.NotebookDocument): void {
    for (const cell of notebook.getCells()) this.#clear(cell);
  }

  /**
   * Marks cells that are still what was verified.
   * @param report where the link of each mark leads to
   */
  show(findings: readonly Finding[], then: CellsThen, report: vscode.Uri): void {
    const marks = new Map<vscode.NotebookCell, vscode.Diagnostic[]>();
    for (const finding of findings) {
      const found = finding.cell === undefined ? undefined : then.get(finding.cell);
      if (found === undefined || found.cell.document.isClosed) continue;
      const { cell, text } = found;
      if (cell.document.getText() !== text) continue;
      marks.set(cell, [...(marks.get(cell) ?? []), markOf(finding, text, report)]);
    }
    for (const [cell, all] of marks) this.#shown.set(cell.document.uri, all);
  }

  /** The editor looks at all its marks whenever it is told of some. */
  #clear({ document: { uri } }: vscode.NotebookCell): void {
    if (this.#shown.has(uri)) this.#shown.delete(uri);
  }
}

function markOf(finding: Finding, text: string, report: vscode.Uri): vscode.Diagnostic {
  const { line, from, to } = placeFinding(text, finding);
  const [difference] = finding.differences;
  const words = [
    finding.sentence,
    ...(difference === undefined ? [] : [differenceLine(difference)]),
    finding.remedy,
  ];
  const range = new vscode.Range(line, from, line, to);
  const mark = new vscode.Diagnostic(range, words.join("\n"), vscode.DiagnosticSeverity.Information);
  mark.source = "pipenb verify";
  mark.code = { value: "report", target: report };
  return mark;
}
