/** Folds of a notebook that is open as text. */
import * as vscode from "vscode";
import { fileParts } from "../../notebook/outline.ts";

/** The front matter and each cell of a notebook that is open as text fold to their first lines. */
export function registerTextFolds(): vscode.Disposable {
  return vscode.languages.registerFoldingRangeProvider(
    { language: "pipenb" },
    {
      provideFoldingRanges: (document) =>
        fileParts(document.getText())
          .filter(({ firstLine, lastLine }) => lastLine > firstLine)
          .map(
            ({ firstLine, lastLine }) =>
              new vscode.FoldingRange(firstLine, lastLine, vscode.FoldingRangeKind.Region),
          ),
    },
  );
}
