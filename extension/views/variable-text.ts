/** A variable's whole value as a read-only document, as it is when it is opened. */
import * as vscode from "vscode";
import type { Kernels } from "../kernel/kernels.ts";

const scheme = "pipenb-variable";

export class VariableTexts implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #kernels: Kernels;
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #registered = vscode.workspace.registerTextDocumentContentProvider(scheme, this);

  constructor(kernels: Kernels) {
    this.#kernels = kernels;
  }

  /** Opens the value; a document that is open already is brought up to date. */
  async open(notebook: vscode.NotebookDocument, name: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme, path: `/${name}.txt`, query: notebook.uri.toString() });
    this.#changed.fire(uri);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), {
      preview: true,
      viewColumn: vscode.ViewColumn.Beside,
    });
  }

  async provideTextDocumentContent({ path, query }: vscode.Uri): Promise<string> {
    const name = path.slice(1, -".txt".length);
    const notebook = vscode.workspace.notebookDocuments.find(({ uri }) => uri.toString() === query);
    const client = notebook === undefined ? undefined : await this.#kernels.existing(notebook)?.readyClient();
    if (client === undefined) return "The notebook's kernel has ended.";
    const request = { code: name, cursor_pos: name.length };
    const text = (await client.ask("inspect_request", request)).data["text/plain"];
    if (typeof text === "string") return text;
    return `${name} cannot be told now: a cell runs, or ${name} is not there any more. Click it again when no cell runs.`;
  }

  dispose(): void {
    this.#registered.dispose();
    this.#changed.dispose();
  }
}
