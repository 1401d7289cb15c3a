/** Proposes one of the controllers for each notebook, as the setting `pipenb.runtime` says; what the user has chosen stays. */
import * as vscode from "vscode";
import type { Runtime } from "./kernels.ts";

/** Keeps the proposals up to date. */
export function preferRuntime(
  controllers: Readonly<Record<Runtime, vscode.NotebookController>>,
): vscode.Disposable {
  const propose = (notebook: vscode.NotebookDocument): void => {
    if (notebook.notebookType !== "pipenb") return;
    const wanted = vscode.workspace
      .getConfiguration("pipenb", notebook.uri)
      .get<string>("runtime", "container");
    for (const [runtime, controller] of Object.entries(controllers)) {
      const { Preferred, Default } = vscode.NotebookControllerAffinity;
      controller.updateNotebookAffinity(notebook, runtime === wanted ? Preferred : Default);
    }
  };
  const proposeAll = (): void => {
    vscode.workspace.notebookDocuments.forEach(propose);
  };
  proposeAll();
  return vscode.Disposable.from(
    vscode.workspace.onDidOpenNotebookDocument(propose),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("pipenb.runtime")) proposeAll();
    }),
  );
}
