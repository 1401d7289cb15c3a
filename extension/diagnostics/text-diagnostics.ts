/** Problems of notebooks that are open as text, while they are typed. */
import * as vscode from "vscode";
import type { FindProblems } from "./diagnostics.ts";
import { toDiagnostic } from "./to-diagnostic.ts";

/** Checked so long after the last key was pressed. */
const pauseMilliseconds = 300;

/** Shows problems of every text of a notebook while it is open. */
export class TextDiagnostics implements vscode.Disposable {
  readonly #findProblems: FindProblems;
  readonly #log: vscode.LogOutputChannel;
  readonly #shown = vscode.languages.createDiagnosticCollection("pipenb text");
  readonly #timers = new Map<vscode.TextDocument, NodeJS.Timeout>();
  readonly #listening: vscode.Disposable;

  constructor(findProblems: FindProblems, log: vscode.LogOutputChannel) {
    this.#findProblems = findProblems;
    this.#log = log;
    this.#listening = vscode.Disposable.from(
      vscode.workspace.onDidOpenTextDocument((document) => {
        this.#plan(document, 0);
      }),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.#plan(document, pauseMilliseconds);
      }),
      vscode.workspace.onDidCloseTextDocument((document) => {
        clearTimeout(this.#timers.get(document));
        this.#timers.delete(document);
        if (document.languageId === "pipenb") this.#shown.delete(document.uri);
      }),
    );
    for (const document of vscode.workspace.textDocuments) this.#plan(document, 0);
  }

  dispose(): void {
    this.#listening.dispose();
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#shown.dispose();
  }

  #plan(document: vscode.TextDocument, milliseconds: number): void {
    if (document.languageId !== "pipenb") return;
    clearTimeout(this.#timers.get(document));
    const check = (): void => {
      this.#timers.delete(document);
      this.#check(document).catch((error: unknown) => {
        this.#log.error(`${document.uri.fsPath}: problems cannot be looked for: ${String(error)}`);
      });
    };
    this.#timers.set(document, setTimeout(check, milliseconds));
  }

  async #check(document: vscode.TextDocument): Promise<void> {
    const { version } = document;
    const { problems } = await this.#findProblems(document.getText());
    if (document.isClosed || document.version !== version) return;
    this.#shown.set(
      document.uri,
      problems.map((problem) => toDiagnostic(problem, problem.line - 1, problem.column - 1)),
    );
  }
}
