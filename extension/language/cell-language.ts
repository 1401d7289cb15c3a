/**
 * The language of code cells. A language of its own keeps other extensions' TypeScript answers out of cells, which they would
 * treat as files that know nothing of each other; the setting `pipenb.languageFeatures` gives plain `typescript` back.
 */
import * as vscode from "vscode";

/** The id under which package.json contributes the grammar, brackets and snippets of cells. */
export const cellLanguage = "pipenb-typescript";

/** Every language a code cell may have. */
export const cellLanguages: readonly string[] = [cellLanguage, "typescript"];

/** Whether pipenb answers in cells itself. */
function isManaged(): boolean {
  return vscode.workspace.getConfiguration("pipenb").get("languageFeatures") !== "external";
}

/** The language that a code cell gets now. */
export function languageOfCells(): string {
  return isManaged() ? cellLanguage : "typescript";
}

/** Changes the cells of open notebooks when the setting changes. */
export function followLanguageSetting(log: vscode.LogOutputChannel): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((change) => {
    if (!change.affectsConfiguration("pipenb.languageFeatures")) return;
    const wanted = languageOfCells();
    const cells = vscode.workspace.notebookDocuments
      .filter(({ notebookType }) => notebookType === "pipenb")
      .flatMap((notebook) => notebook.getCells())
      .filter(({ document }) => cellLanguages.includes(document.languageId));
    void Promise.all(
      cells.map(({ document }) => vscode.languages.setTextDocumentLanguage(document, wanted)),
    ).then(undefined, (error: unknown) => {
      log.error(`The language of cells cannot be changed: ${String(error)}`);
    });
  });
}
