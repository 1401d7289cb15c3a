/** Keeps outputs beside the notebook's file and brings them back when it is opened. The file itself never holds any. */
import { existsSync } from "node:fs";
import * as vscode from "vscode";
import { originOf } from "../cell-places.ts";
import { cellsOf, statedFrontMatter } from "../front-matter/front-matter-cell.ts";
import { moveKept, readKept, removeKept, writeKept } from "./cache-folder.ts";
import { readCache, writeCache, newestThatFit } from "./cache-text.ts";
import type { KeptCell } from "./cache-text.ts";
import { keepOutput } from "./keep-output.ts";
import { needlesOf } from "./mask-bytes.ts";
import { matchCells } from "./match-cells.ts";
import type { PresentCell } from "./match-cells.ts";
import { filesBeingOpened, isOnDisk } from "./opened-file.ts";
import { restoredCell } from "./restore-cell.ts";
import type { RestoredCell } from "./restore-cell.ts";
import type { Runs } from "./runs.ts";
import { secretValues } from "./secret-values.ts";
import { signingSecret } from "./signing-secret.ts";

/** What an open cell showed when it ran last. */
export interface ShownCell extends RestoredCell {
  readonly cell: vscode.NotebookCell;
}

/** So long after a change outputs are written; what changes meanwhile goes along. */
const delayMilliseconds = 1_500;

export class OutputCache implements vscode.Disposable {
  readonly #runs: Runs;
  readonly #folder: string;
  #secret: Promise<string> | undefined;
  readonly #log: vscode.LogOutputChannel;
  readonly #waiting = new Map<vscode.NotebookDocument, NodeJS.Timeout>();
  /** Names of secrets that notebooks have stated since they were opened. */
  readonly #secrets = new WeakMap<vscode.NotebookDocument, ReadonlySet<string>>();
  #written: Promise<void> = Promise.resolve();
  readonly #listeners = vscode.Disposable.from(
    vscode.workspace.onDidChangeNotebookDocument(({ notebook, cellChanges }) => {
      const run = cellChanges.some((change) => change.outputs ?? change.executionSummary);
      if (run && notebook.notebookType === "pipenb" && isOnDisk(notebook.uri)) this.#keepSoon(notebook);
    }),
    vscode.workspace.onDidCloseNotebookDocument((notebook) => {
      if (this.#waiting.has(notebook)) this.#keepNow(notebook);
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
        const kept = await this.#readCells(file);
        // Bytes that stand in no file are unsaved changes: cells tell whose they are.
        if (kept?.some(({ ran }) => cells.some(({ key }) => key === ran.key)) === true)
          return matchCells(kept, cells);
        if (kept !== undefined) this.#log.info(`${file}: its kept outputs are not this notebook's`);
      }
      return matchCells(await this.#shownInOriginal(cells), cells);
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

  /** What an open notebook with these very cells shows: the one that is being opened is a copy of it. */
  async #shownInOriginal(cells: readonly PresentCell[]): Promise<readonly KeptCell[]> {
    const keysOf = (all: readonly { readonly key: string }[]): string => all.map(({ key }) => key).join();
    const keys = keysOf(cells);
    const original = vscode.workspace.notebookDocuments.find(
      (notebook) => notebook.notebookType === "pipenb" && keysOf(this.#runs.present(notebook)) === keys,
    );
    return original === undefined ? [] : ((await this.#keptOf(original)) ?? []);
  }

  /** What is kept of an open notebook's cells, which may show what they had done at an earlier time. Never rejects. */
  async keptFor(notebook: vscode.NotebookDocument): Promise<readonly ShownCell[]> {
    try {
      await this.#written;
      const kept = await this.#readCells(notebook.uri.fsPath);
      const cells = cellsOf(notebook);
      const now = this.#runs.present(notebook);
      const found = matchCells(
        kept ?? [],
        cells.map((cell, index) => ({
          key: now[index]?.key ?? "",
          markup: cell.kind === vscode.NotebookCellKind.Markup,
          name: originOf(cell)?.name,
        })),
      );
      return cells.flatMap((cell, index) => {
        const [of, ran] = [found[index], now[index]];
        return of === undefined || ran === undefined ? [] : [{ cell, ...restoredCell(of, ran) }];
      });
    } catch (error) {
      this.#log.warn(`Kept outputs could not be read: ${String(error)}`);
      return [];
    }
  }

  /** Outputs are those of a notebook that has another name now. */
  async move(from: string, to: string): Promise<void> {
    this.#inOrder(() => moveKept(from, to));
    await this.#written;
  }

  /** Keeps for a copy what is kept for the notebook it was made of; gives whether there was something. */
  async copy(from: string, to: string): Promise<boolean> {
    let copied = false;
    this.#inOrder(async () => {
      const [text, there] = [await readKept(from), await readKept(to)];
      if (text === undefined || there !== undefined) return;
      await writeKept(to, text);
      copied = true;
    });
    await this.#written;
    return copied;
  }

  /** Forgets what was kept for a notebook that is gone, and gives it. */
  async take(notebook: string): Promise<string | undefined> {
    let text: string | undefined;
    this.#inOrder(async () => {
      text = await readKept(notebook);
      await removeKept(notebook);
    });
    await this.#written;
    return text;
  }

  /** Puts back what {@link take} gave. */
  async restore(notebook: string, text: string): Promise<void> {
    this.#inOrder(async () => {
      if ((await readKept(notebook)) === undefined) await writeKept(notebook, text);
    });
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
    // Renamed or deleted: what the document still shows is kept elsewhere, or nowhere.
    if (!existsSync(fsPath)) return;
    const cells = await this.#keptOf(notebook);
    if (cells === undefined) return;
    if (cells.length === 0) await removeKept(fsPath);
    else await writeKept(fsPath, writeCache(newestThatFit(cells), await this.#signing()));
  }

  /** undefined where it is not known what is to be hidden: the front matter is being edited, and never was sound before. */
  async #keptOf(notebook: vscode.NotebookDocument): Promise<readonly KeptCell[] | undefined> {
    const { frontMatter, isSound } = statedFrontMatter(notebook);
    const known = this.#secrets.get(notebook);
    if (!isSound && known === undefined) return undefined;
    // What cells have printed before a name was taken away is there still.
    const secrets = new Set([...(known ?? []), ...frontMatter.secrets]);
    if (isSound) this.#secrets.set(notebook, secrets);
    const needles = needlesOf(await secretValues([...secrets], notebook.uri.fsPath));
    return cellsOf(notebook).flatMap((cell, index) => this.#kept(cell, index, needles));
  }

  /** What is kept for a notebook's file; undefined where there is nothing, and no cells where it is not this user's. */
  async #readCells(notebook: string): Promise<readonly KeptCell[] | undefined> {
    const text = await readKept(notebook);
    return text === undefined ? undefined : (readCache(text, await this.#signing()) ?? []);
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
