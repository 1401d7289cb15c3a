/** Type errors where they matter: before a notebook is exported or built, and before all its cells run where the user wants that. */
import * as vscode from "vscode";
import { cellsOf } from "../front-matter/front-matter-cell.ts";
import type { NotebookLanguage } from "./notebook-language.ts";

/** More are counted and not listed: a dialog is no list of problems. */
const mostListed = 8;

export class TypeErrors {
  readonly #language: NotebookLanguage;

  constructor(language: NotebookLanguage) {
    this.#language = language;
  }

  /** True where there are none, and where the user wants to go on. `verb` begins the button: "Export Anyway". */
  readonly mayIgnore = async (uri: vscode.Uri, verb: string): Promise<boolean> => {
    const notebook = vscode.workspace.notebookDocuments.find(
      (each) => each.uri.toString() === uri.toString(),
    );
    const errors = notebook === undefined ? [] : await this.#errorsOf(notebook);
    if (errors.length === 0) return true;
    const [anyway, show] = [`${verb} Anyway`, "Show Problems"];
    const rest = errors.length > mostListed ? [`and ${errors.length - mostListed} more`] : [];
    const chosen = await vscode.window.showWarningMessage(
      errors.length === 1
        ? "A type is wrong in this notebook."
        : `${errors.length} types are wrong in this notebook.`,
      { modal: true, detail: [...errors.slice(0, mostListed), ...rest].join("\n") },
      anyway,
      show,
    );
    if (chosen === show) await vscode.commands.executeCommand("workbench.actions.view.problems");
    return chosen === anyway;
  };

  /** As {@link mayIgnore}, for cells that are to run: one cell always may, several unless the user's setting asks to refuse. */
  readonly mayRun = (
    notebook: vscode.NotebookDocument,
    cells: readonly vscode.NotebookCell[],
  ): true | Promise<boolean> => {
    const wanted = vscode.workspace.getConfiguration("pipenb", notebook.uri).get("run.typeErrors");
    if (wanted !== "refuse" || cells.length < 2) return true;
    return this.mayIgnore(notebook.uri, "Run");
  };

  async #errorsOf(notebook: vscode.NotebookDocument): Promise<readonly string[]> {
    const first = cellsOf(notebook).find(({ kind }) => kind === vscode.NotebookCellKind.Code);
    const key = first === undefined ? undefined : this.#language.askerOf(first.document)?.key;
    const found = key === undefined ? undefined : await this.#language.ask("diagnostics", { key });
    return (found ?? []).flatMap(({ cell, diagnostics }) =>
      diagnostics
        .filter(({ severity }) => severity === 1)
        .map(({ range, message }) => {
          const text = typeof message === "string" ? message : message.value;
          return `Cell ${cell + 1}, line ${range.start.line + 1}: ${text}`;
        }),
    );
  }
}
