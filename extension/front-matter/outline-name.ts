import * as vscode from "vscode";
import { frontMatterLanguage } from "./front-matter-cell.ts";

/** Outlines and "Go to Symbol" call the cell by what it is, and not by its first line. */
export function registerOutlineName(): vscode.Disposable {
  return vscode.languages.registerDocumentSymbolProvider(
    { language: frontMatterLanguage, notebookType: "pipenb" },
    {
      provideDocumentSymbols: (document) => {
        const whole = document.validateRange(new vscode.Range(0, 0, document.lineCount, 0));
        const start = new vscode.Range(whole.start, whole.start);
        return [new vscode.DocumentSymbol("front matter", "", vscode.SymbolKind.Package, whole, start)];
      },
    },
  );
}
