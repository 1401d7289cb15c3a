/** What is wrong with the types of a notebook's code, while it is typed. */
import * as vscode from "vscode";
import type { CellDiagnostics } from "../../language/service/questions.ts";
import { cellsOf } from "../front-matter/front-matter-cell.ts";
import type { NotebookLanguage } from "./notebook-language.ts";
import { toLocation, toRange } from "./to-editor.ts";

/** Asked so long after the last key was pressed. */
const pauseMilliseconds = 120;

const severities = [
  vscode.DiagnosticSeverity.Error,
  vscode.DiagnosticSeverity.Error,
  vscode.DiagnosticSeverity.Warning,
  vscode.DiagnosticSeverity.Information,
  vscode.DiagnosticSeverity.Hint,
];

type Document = vscode.NotebookDocument | vscode.TextDocument;

export class TypeDiagnostics implements vscode.Disposable {
  readonly #language: NotebookLanguage;
  readonly #shown = vscode.languages.createDiagnosticCollection("pipenb types");
  readonly #timers = new Map<Document, NodeJS.Timeout>();
  readonly #asking = new Map<Document, vscode.CancellationTokenSource>();
  /** Cells that had problems, by notebook. */
  readonly #marked = new Map<Document, readonly vscode.Uri[]>();
  readonly #listening: vscode.Disposable;

  constructor(language: NotebookLanguage) {
    this.#language = language;
    this.#listening = vscode.Disposable.from(
      language.onDidChange((document) => {
        this.#plan(document, pauseMilliseconds);
      }),
      vscode.workspace.onDidCloseNotebookDocument((document) => {
        this.#forget(document);
      }),
      vscode.workspace.onDidCloseTextDocument((document) => {
        this.#forget(document);
      }),
    );
    for (const notebook of vscode.workspace.notebookDocuments)
      if (notebook.notebookType === "pipenb") this.#plan(notebook, 0);
  }

  dispose(): void {
    this.#listening.dispose();
    for (const timer of this.#timers.values()) clearTimeout(timer);
    for (const source of this.#asking.values()) source.cancel();
    this.#shown.dispose();
  }

  #plan(document: Document, milliseconds: number): void {
    clearTimeout(this.#timers.get(document));
    this.#timers.set(
      document,
      setTimeout(() => {
        this.#timers.delete(document);
        void this.#look(document);
      }, milliseconds),
    );
  }

  #forget(document: Document): void {
    clearTimeout(this.#timers.get(document));
    this.#timers.delete(document);
    this.#asking.get(document)?.cancel();
    for (const uri of this.#marked.get(document) ?? []) this.#shown.delete(uri);
    this.#marked.delete(document);
  }

  async #look(document: Document): Promise<void> {
    const first = "getCells" in document ? cellsOf(document)[0]?.document : document;
    const key = first === undefined ? undefined : this.#language.askerOf(first)?.key;
    if (key === undefined) return;
    this.#asking.get(document)?.cancel();
    const source = new vscode.CancellationTokenSource();
    this.#asking.set(document, source);
    const found = await this.#language.ask("diagnostics", { key }, source.token);
    if (this.#asking.get(document) === source) this.#asking.delete(document);
    if (found !== undefined && !source.token.isCancellationRequested) this.#show(document, key, found);
    source.dispose();
  }

  #show(document: Document, key: string, found: readonly CellDiagnostics[]): void {
    const before = new Set((this.#marked.get(document) ?? []).map(String));
    const marked: vscode.Uri[] = [];
    for (const { cell, diagnostics } of found) {
      const uri = this.#language.documentOf(key, cell)?.uri;
      if (uri === undefined) continue;
      before.delete(uri.toString());
      // The editor looks at all its marks whenever it is told of some.
      if (diagnostics.length === 0 && !this.#shown.has(uri)) continue;
      this.#shown.set(
        uri,
        diagnostics.map((each) => this.#toDiagnostic(key, each)),
      );
      marked.push(uri);
    }
    for (const uri of before) this.#shown.delete(vscode.Uri.parse(uri));
    this.#marked.set(document, marked);
  }

  #toDiagnostic(key: string, found: CellDiagnostics["diagnostics"][number]): vscode.Diagnostic {
    const { range, severity, code, source, tags, related } = found;
    const message = typeof found.message === "string" ? found.message : found.message.value;
    const diagnostic = new vscode.Diagnostic(toRange(range), message, severities[severity ?? 1]);
    diagnostic.source = source ?? "ts";
    if (typeof code === "number" || typeof code === "string") diagnostic.code = code;
    if (tags !== undefined)
      diagnostic.tags = tags.map((tag) =>
        tag === 1 ? vscode.DiagnosticTag.Unnecessary : vscode.DiagnosticTag.Deprecated,
      );
    diagnostic.relatedInformation = (related ?? []).flatMap(({ target, message: text }) => {
      const location = toLocation(this.#language, key, target);
      return location === undefined ? [] : [new vscode.DiagnosticRelatedInformation(location, text)];
    });
    return diagnostic;
  }
}
