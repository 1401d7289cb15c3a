/** The page of each notebook's last verification, and the ways from it to cells and back. */
import * as vscode from "vscode";
import * as z from "zod";
import { cellName } from "../../notebook/cell-name.ts";
import { reportPage } from "../../pipeline/proof/report-page.ts";
import type { Verification } from "../../pipeline/proof/report.ts";
import { cellsOf } from "../front-matter/front-matter-cell.ts";
import { notebookOf } from "../notebook-text.ts";
import { sayShortly } from "../say-shortly.ts";

const showReport = "pipenb.showVerification";
const showCell = "pipenb.showVerifiedCell";
const NotebookSchema = z.string();

interface Report {
  readonly title: string;
  readonly html: string;
  panel: vscode.WebviewPanel | undefined;
}

export class VerifyReports implements vscode.Disposable {
  readonly #reports = new Map<string, Report>();
  readonly #commands: vscode.Disposable;

  constructor() {
    this.#commands = vscode.Disposable.from(
      vscode.commands.registerCommand(showReport, (notebook: unknown) => {
        this.show(NotebookSchema.parse(notebook));
      }),
      vscode.commands.registerCommand(showCell, (notebook: unknown, cell: unknown) =>
        reveal(vscode.Uri.parse(NotebookSchema.parse(notebook)), NotebookSchema.parse(cell)),
      ),
    );
  }

  dispose(): void {
    this.#commands.dispose();
    for (const { panel } of this.#reports.values()) panel?.dispose();
  }

  /** Keeps the report, and shows it beside the notebook without taking the keyboard. Gives what links to it. */
  set(notebook: vscode.Uri, title: string, verification: Verification): vscode.Uri {
    const key = notebook.toString();
    const html = reportPage(verification, (cell) => linkTo(showCell, key, cell).toString(true));
    const panel = this.#reports.get(key)?.panel;
    this.#reports.set(key, { title, html, panel });
    if (panel !== undefined) panel.webview.html = html;
    this.show(key);
    return linkTo(showReport, key);
  }

  /** @param key the notebook's URI as text */
  show(key: string): void {
    const report = this.#reports.get(key);
    if (report === undefined) {
      sayShortly("The report of this verification is gone.");
      return;
    }
    if (report.panel !== undefined) {
      report.panel.reveal(undefined, true);
      return;
    }
    const place = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    const panel = vscode.window.createWebviewPanel("pipenb.verification", report.title, place, {
      enableScripts: false,
      enableCommandUris: [showCell],
      localResourceRoots: [],
    });
    panel.webview.html = report.html;
    report.panel = panel;
    panel.onDidDispose(() => {
      const now = this.#reports.get(key);
      if (now?.panel === panel) now.panel = undefined;
    });
  }
}

function linkTo(command: string, ...given: readonly string[]): vscode.Uri {
  return vscode.Uri.parse(`command:${command}?${encodeURIComponent(JSON.stringify(given))}`);
}

async function reveal(uri: vscode.Uri, name: string): Promise<void> {
  const notebook = await vscode.workspace.openNotebookDocument(uri);
  const place = notebookOf(notebook).cells.findIndex((cell, index) => cellName(cell, index) === name);
  const cell = cellsOf(notebook)[place];
  if (cell === undefined) {
    sayShortly(`There is no cell of the name ${name} any more.`);
    return;
  }
  const range = new vscode.NotebookRange(cell.index, cell.index + 1);
  const shown = vscode.window.visibleNotebookEditors.find((each) => each.notebook === notebook);
  const editor = await vscode.window.showNotebookDocument(notebook, {
    selections: [range],
    ...(shown?.viewColumn === undefined ? {} : { viewColumn: shown.viewColumn }),
  });
  editor.revealRange(range, vscode.NotebookEditorRevealType.InCenterIfOutsideViewport);
}
