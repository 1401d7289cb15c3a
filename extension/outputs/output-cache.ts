/** Keeps outputs beside the notebook's file and brings them back when it is opened. The file itself never holds any. */
import * as vscode from "vscode";
import { originOf } from "../cell-places.ts";
import { cellsOf, statedFrontMatter } from "../front-matter/front-matter-cell.ts";
import { moveKept, readKept, removeKept, writeKept } from "./cache-folder.ts";
import { readCache, writeCache } from "./cache-text.ts";
import type { KeptCell } from "./cache-text.ts";
import { keepOutput } from "./keep-output.ts";
import { needlesOf } from "./mask-bytes.ts";
import { matchCells } from "./match-cells.ts";
import type { PresentCell } from "./match-cells.ts";
import { newestThatFit } from "./newest-that-fit.ts";
import { filesBeingOpened, isOnDisk } from "./opened-file.ts";
import type { Runs } from "./runs.ts";
import { secretValues } from "./secret-values.ts";
import { signingSecret } from "./signing-secret.ts";

/** So long after a change outputs are written; what changes meanwhile goes along. */
const delayMilliseconds = 1_500;

export class OutputCache implements vscode.Disposable {
  readonly #runs: Runs;
  readonly #folder: string;
  #secret: Promise<string> | undefined;
  readonly #log: vscode.LogOutputChannel;
  readonly #waiting = new Map<vscode.NotebookDocument, NodeJS.Timeout>();
  #written: Promise<void> = Promise.resolve();
  readonly #listeners = vscode.Disposable.from(
    vscode.workspace.onDidChangeNotebookDocument(({ notebook, cellChanges }) => {
      const run = cellChanges.some((change) => change.outputs ?? change.executionSummary);
      if (run && notebook.notebookType === "pipenb" && isOnDisk(notebook.uri)) this.#keepSoon(notebook);
    }),
    vscode.workspace.onDidCloseNotebookDocument((notebook) => {
      if (this.#waiting.has(notebook)) this.#keepNow(notebook);
    }),
    vscode.workspace.onDidRenameFiles(({ files }) => {
      for (const { oldUri, newUri } of files)
        if (oldUri.path.endsWith(".pipenb")) this.#inOrder(() => moveKept(oldUri.fsPath, newUri.fsPath));
    }),
  );

  /** @param folder the extension's own, for what the files are signed with */
  constructor(runs: Runs, folder: string, log: vscode.LogOutputChannel) {
    this.#runs = runs;
    this.#folder = folder;
    this.#log = log;
  }

  /** For each cell of a notebook that is being opened what was kept of its last run. Never rejects: the notebook opens without. */
  async find(bytes: Uint8Array, cells: readonly PresentCell[]): Promise<readonly (KeptCell | undefined)[]> {
    await this.#written;
    try {
      for (const file of await filesBeingOpened(bytes)) {
        const text = await readKept(file);
        const kept = text === undefined ? undefined : readCache(text, await this.#signing());
        // Bytes that stand in no file are unsaved changes: cells tell whose they are.
        if (kept?.some(({ ran }) => cells.some(({ key }) => key === ran.key)) === true)
          return matchCells(kept, cells);
        if (text !== undefined) this.#log.info(`${file}: its kept outputs are not this notebook's`);
      }
    } catch (error) {
      this.#log.warn(`Kept outputs could not be read: ${String(error)}`);
    }
    return [];
  }

  /** Writes what still waits. */
  async flush(): Promise<void> {
    for (const notebook of [...this.#waiting.keys()]) this.#keepNow(notebook);
    await this.#written;
  }

  dispose(): void {
    this.#listeners.dispose();
    for (const timer of this.#waiting.values()) clearTimeout(timer);
  }

  #keepSoon(notebook: vscode.NotebookDocument): void {
    if (this.#waiting.has(notebook)) return;
    const timer = setTimeout(() => {
      this.#keepNow(notebook);
    }, delayMilliseconds);
    this.#waiting.set(notebook, timer);
  }

  #keepNow(notebook: vscode.NotebookDocument): void {
    clearTimeout(this.#waiting.get(notebook));
    this.#waiting.delete(notebook);
    this.#inOrder(() => this.#keep(notebook));
  }

  /** One write after the other. */
  #inOrder(write: () => Promise<void>): void {
    this.#written = this.#written.then(write).catch((error: unknown) => {
      this.#log.warn(`Outputs could not be kept for the next time: ${String(error)}`);
    });
  }

  async #keep(notebook: vscode.NotebookDocument): Promise<void> {
    const { fsPath } = notebook.uri;
    const { secrets } = statedFrontMatter(notebook).frontMatter;
    const needles = needlesOf(await secretValues(secrets, fsPath));
    const cells = cellsOf(notebook).flatMap((cell, index) => this.#kept(cell, index, needles));
    if (cells.length === 0) await removeKept(fsPath);
    else await writeKept(fsPath, writeCache(newestThatFit(cells), await this.#signing()));
  }

  #signing(): Promise<string> {
    return (this.#secret ??= signingSecret(this.#folder));
  }

  #kept(cell: vscode.NotebookCell, index: number, needles: readonly Buffer[]): readonly KeptCell[] {
    const run = cell.outputs.length === 0 ? undefined : this.#runs.of(cell);
    if (run === undefined) return [];
    const { success, timing } = cell.executionSummary ?? {};
    const name = originOf(cell)?.name;
    return [
      {
        ...run,
        index,
        outputs: cell.outputs.map((output) => keepOutput(output, needles)),
        ...(name === undefined ? {} : { name }),
        ...(success === undefined ? {} : { success }),
        ...(timing === undefined ? {} : { timing: [timing.startTime, timing.endTime] }),
      },
    ];
  }
}
