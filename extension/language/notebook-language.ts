/** Keeps the language thread in step with the notebooks that are open, and asks it about their cells. */
import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import * as vscode from "vscode";
import { isAbortError } from "../../containers/engine/is-abort-error.ts";
import type { NotebookState, Questions, TypesFolders } from "../../language/service/questions.ts";
import type { LanguageThread } from "../../language/worker/language-thread.ts";
import { cellsOf, isFrontMatter, statedFrontMatter } from "../front-matter/front-matter-cell.ts";
import { cellLanguage } from "./cell-language.ts";

export interface NotebookLanguageOptions {
  readonly thread: LanguageThread;
  /** Where the modules' configurations are written. */
  readonly folder: string;
  readonly typesOf: (path: string, notebook: vscode.NotebookDocument | undefined) => Promise<TypesFolders>;
  readonly log: vscode.LogOutputChannel;
}

/** What the thread calls a document, and which of its cells the document is. */
interface Asker {
  readonly key: string;
  readonly cell: number;
}

interface Tracked {
  readonly key: string;
  /** Waits to be told to the thread. */
  isDirty: boolean;
  types: Promise<TypesFolders> | undefined;
}

export class NotebookLanguage implements vscode.Disposable {
  readonly #options: NotebookLanguageOptions;
  readonly #notebooks = new Map<vscode.NotebookDocument, Tracked>();
  readonly #texts = new Map<vscode.TextDocument, Tracked>();
  /** Modules whose text the thread has from their editors, by URI. */
  readonly #files = new Set<string>();
  #hasBegun = false;
  readonly #changed = new vscode.EventEmitter<vscode.NotebookDocument | vscode.TextDocument>();
  readonly #listening: vscode.Disposable;
  /** Fires when code or types of a notebook have changed. */
  readonly onDidChange = this.#changed.event;

  constructor(options: NotebookLanguageOptions) {
    this.#options = options;
    const { workspace } = vscode;
    this.#listening = vscode.Disposable.from(
      workspace.onDidOpenNotebookDocument((notebook) => {
        this.#open(notebook);
      }),
      workspace.onDidChangeNotebookDocument(({ notebook, cellChanges, contentChanges, metadata }) => {
        const isEdited = cellChanges.some((change) => change.document !== undefined);
        if (isEdited || contentChanges.length > 0 || metadata !== undefined)
          this.#touch(this.#notebooks.get(notebook), notebook);
      }),
      workspace.onDidCloseNotebookDocument((notebook) => {
        this.#close(this.#notebooks.get(notebook));
        this.#notebooks.delete(notebook);
      }),
      workspace.onDidOpenTextDocument((document) => {
        this.#openText(document);
      }),
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length === 0) return;
        this.#touch(this.#texts.get(document), document);
        this.#file(document);
      }),
      workspace.onDidCloseTextDocument((document) => {
        this.#close(this.#texts.get(document));
        this.#texts.delete(document);
        this.#closeFile(document);
      }),
      workspace.onDidChangeConfiguration((change) => {
        if (!this.#hasBegun || !sections.some((section) => change.affectsConfiguration(section))) return;
        this.#sendSettings();
        this.#touchAll();
      }),
      this.#watchFiles(),
      this.#changed,
    );
    for (const notebook of workspace.notebookDocuments) this.#open(notebook);
    for (const document of workspace.textDocuments) this.#openText(document);
  }

  dispose(): void {
    this.#listening.dispose();
    void this.#options.thread.dispose();
  }

  /** The documents that questions can be asked about. */
  static readonly selector: vscode.DocumentSelector = [
    { language: cellLanguage, notebookType: "pipenb" },
    { language: "pipenb" },
  ];

  /** undefined for a document that is no cell of a notebook and no notebook's text. */
  askerOf(document: vscode.TextDocument): Asker | undefined {
    const text = this.#texts.get(document);
    if (text !== undefined) return { key: text.key, cell: 0 };
    for (const [notebook, { key }] of this.#notebooks) {
      const cell = cellsOf(notebook).findIndex((each) => each.document === document);
      if (cell !== -1) return { key, cell };
    }
    return undefined;
  }

  /** What the thread calls the notebook that a document is any cell of, its front matter included. */
  keyOf(document: vscode.TextDocument): string | undefined {
    for (const [notebook, { key }] of this.#notebooks)
      if (notebook.getCells().some((each) => each.document === document)) return key;
    return this.#texts.get(document)?.key;
  }

  /** The document of a cell, by what the thread calls its notebook. */
  documentOf(key: string, cell: number): vscode.TextDocument | undefined {
    for (const [document, tracked] of this.#texts) if (tracked.key === key) return document;
    for (const [notebook, tracked] of this.#notebooks)
      if (tracked.key === key) return cellsOf(notebook)[cell]?.document;
    return undefined;
  }

  /** Undefined when the question was taken back, and when nobody can answer: the editor shows nothing then. */
  async ask<Name extends keyof Questions>(
    name: Name,
    asked: Questions[Name][0],
    token?: vscode.CancellationToken,
  ): Promise<Questions[Name][1] | undefined> {
    const abort = new AbortController();
    const listening = token?.onCancellationRequested(() => {
      abort.abort();
    });
    try {
      if (name !== "problems") await this.#flush();
      if (token?.isCancellationRequested === true) return undefined;
      return await this.#options.thread.ask(name, asked, abort.signal);
    } catch (error) {
      if (!(error instanceof Error) || isAbortError(error)) return undefined;
      // What is wrong with a new name is for the user to read.
      if (name === "rename") throw error;
      this.#options.log.debug(`language: ${name}: ${error.message}`);
      return undefined;
    } finally {
      listening?.dispose();
    }
  }

  /** The types of a notebook are others now. */
  typesChanged(uri: vscode.Uri): void {
    for (const [document, tracked] of [...this.#notebooks, ...this.#texts]) {
      if (document.uri.path !== uri.path) continue;
      tracked.types = undefined;
      this.#touch(tracked, document);
    }
  }

  #open(notebook: vscode.NotebookDocument): void {
    if (notebook.notebookType !== "pipenb") return;
    this.#begin();
    const tracked = { key: notebook.uri.toString(), isDirty: true, types: undefined };
    this.#notebooks.set(notebook, tracked);
    this.#changed.fire(notebook);
  }

  #openText(document: vscode.TextDocument): void {
    this.#file(document);
    if (document.languageId !== "pipenb" || document.uri.scheme === "vscode-notebook-cell") return;
    this.#begin();
    this.#texts.set(document, { key: `text:${document.uri.toString()}`, isDirty: true, types: undefined });
    this.#changed.fire(document);
  }

  #touch(tracked: Tracked | undefined, document: vscode.NotebookDocument | vscode.TextDocument): void {
    if (tracked === undefined) return;
    tracked.isDirty = true;
    this.#changed.fire(document);
  }

  #close(tracked: Tracked | undefined): void {
    if (tracked !== undefined) void this.#tell("close", { key: tracked.key });
  }

  /** What the thread is told with the first notebook. */
  #begin(): void {
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    this.#sendSettings();
    for (const document of vscode.workspace.textDocuments) this.#file(document);
  }

  /** Modules beside notebooks count as they stand in their editors. */
  #file(document: vscode.TextDocument): void {
    const uri = document.uri.toString();
    if (!this.#hasBegun || !isModule(document) || !(document.isDirty || this.#files.has(uri))) return;
    this.#files.add(uri);
    void this.#tell("file", { uri, text: document.getText() });
    this.#touchAll();
  }

  #closeFile({ uri }: vscode.TextDocument): void {
    if (!this.#files.delete(uri.toString())) return;
    void this.#tell("file", { uri: uri.toString(), text: null });
    this.#touchAll();
  }

  /** A module may mean something else to any notebook now, although the notebooks are the same. */
  #touchAll(): void {
    for (const document of [...this.#notebooks.keys(), ...this.#texts.keys()]) this.#changed.fire(document);
  }

  async #flush(): Promise<void> {
    for (const [notebook, tracked] of this.#notebooks) {
      if (!tracked.isDirty) continue;
      const path = pathOf(notebook.uri);
      const types = await (tracked.types ??= this.#options.typesOf(path, notebook));
      const { npm } = statedFrontMatter(notebook).frontMatter.image;
      tracked.isDirty = false;
      const code = cellsOf(notebook).map(({ kind, document }) =>
        kind === vscode.NotebookCellKind.Code && !isFrontMatter(document) ? document.getText() : null,
      );
      this.#update({ key: tracked.key, path, types, content: { kind: "cells", npm, code } });
    }
    for (const [document, tracked] of this.#texts) {
      if (!tracked.isDirty) continue;
      const path = pathOf(document.uri);
      const types = await (tracked.types ??= this.#options.typesOf(path, undefined));
      tracked.isDirty = false;
      this.#update({ key: tracked.key, path, types, content: { kind: "text", text: document.getText() } });
    }
  }

  #update(state: Omit<NotebookState, "moduleFolder">): void {
    // Another folder for other types: the server need not be told what has gone.
    const print = createHash("sha256")
      .update(JSON.stringify([state.key, state.types]))
      .digest("hex");
    void this.#tell("update", { ...state, moduleFolder: join(this.#options.folder, print.slice(0, 16)) });
  }

  async #tell<Name extends keyof Questions>(name: Name, asked: Questions[Name][0]): Promise<void> {
    try {
      await this.#options.thread.ask(name, asked);
    } catch (error) {
      this.#options.log.debug(`language: ${name}: ${String(error)}`);
    }
  }

  #sendSettings(): void {
    const settings = Object.fromEntries(
      sections.map((section) => {
        const value: unknown = vscode.workspace.getConfiguration().get(section);
        // Settings are proxies, which do not travel between threads.
        return [section, value === undefined ? null : (JSON.parse(JSON.stringify(value)) as unknown)];
      }),
    );
    void this.#tell("settings", settings);
  }

  #watchFiles(): vscode.Disposable {
    const watcher = vscode.workspace.createFileSystemWatcher("**/*.{ts,mts,cts,js,mjs,cjs,json}");
    const on =
      (type: 1 | 2 | 3) =>
      ({ path }: vscode.Uri): void => {
        if (!this.#hasBegun || path.includes("/node_modules/")) return;
        const uri = vscode.Uri.file(path).toString();
        void this.#tell("filesChanged", { changes: [{ uri, type }] });
        this.#touchAll();
      };
    return vscode.Disposable.from(
      watcher,
      watcher.onDidCreate(on(1)),
      watcher.onDidChange(on(2)),
      watcher.onDidDelete(on(3)),
    );
  }
}

/** What the language server is configured by. */
const sections = ["js/ts", "typescript", "javascript", "editor"];

/** A file that a cell may import. */
function isModule({ uri, languageId }: vscode.TextDocument): boolean {
  return uri.scheme === "file" && (languageId === "typescript" || languageId === "javascript");
}

function pathOf(uri: vscode.Uri): string {
  if (uri.scheme !== "untitled") return uri.fsPath;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  return folder === undefined
    ? uri.fsPath
    : join(folder, `${uri.path.split("/").at(-1) ?? "untitled"}.pipenb`);
}

/** The folder that a notebook is in. */
export function folderOf(uri: vscode.Uri): string {
  return dirname(pathOf(uri));
}
