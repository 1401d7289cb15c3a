/** Declarations of packages, shown without a way to change them: they are copies of what the notebook's image holds. */
import { readFile } from "node:fs/promises";
import * as vscode from "vscode";

const scheme = "pipenb-types";

/** The URI under which a file is opened: one of a package's declarations read-only, any other as it is. */
export function readOnlyUri(uri: vscode.Uri): vscode.Uri {
  const isDeclaration = /\.d\.[cm]?ts$/.test(uri.path);
  const isOutside =
    vscode.workspace.getWorkspaceFolder(uri) === undefined || uri.path.includes("/node_modules/");
  return isDeclaration && isOutside ? uri.with({ scheme }) : uri;
}

/** Registers what reads them. Nothing but declarations can be read this way. */
export function registerReadOnlyFiles(): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(scheme, {
    provideTextDocumentContent: async (uri) => {
      if (!/\.d\.[cm]?ts$/.test(uri.path)) throw vscode.FileSystemError.NoPermissions(uri);
      return readFile(uri.with({ scheme: "file" }).fsPath, "utf8");
    },
  });
}
