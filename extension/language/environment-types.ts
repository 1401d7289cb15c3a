/**
 * The types of open notebooks' packages, and when they change: with the front matter, the lock, the kernel that is chosen, and
 * when an environment was built. Looks only at notebooks that somebody has asked for.
 */
import { isDeepStrictEqual } from "node:util";
import * as vscode from "vscode";
import type { Engine } from "../../containers/engine/engine.ts";
import type { NotebookTypes } from "../../containers/types/types-of.ts";
import { frontMatterOf } from "../front-matter-of.ts";
import type { FrontMatterChanges } from "../front-matter/front-matter-changes.ts";
import type { Kernels } from "../kernel/kernels.ts";
import type { SelectedRuntimes } from "../kernel/selected-runtimes.ts";
import { watchLock } from "../kernel/watch-lock.ts";

export interface EnvironmentTypesOptions {
  readonly kernels: Pick<Kernels, "onDidChange" | "stateOf">;
  readonly runtimes: Pick<SelectedRuntimes, "onDidChange" | "of">;
  readonly frontMatters: Pick<FrontMatterChanges, "onDidChange">;
  /** The extension's own, shared by all windows. */
  readonly cacheFolder: string;
  /** The folder whose `node_modules` has the types of Node and zx. */
  readonly shippedFolder: string;
  readonly log: vscode.LogOutputChannel;
}

interface Entry {
  readonly notebook: vscode.NotebookDocument;
  readonly abort: AbortController;
  readonly listening: vscode.Disposable;
  /** The newest; never rejects. */
  answer: Promise<NotebookTypes>;
}

/** So often other windows are told that the types of open notebooks are in use. */
const stillUsedMilliseconds = 6 * 60 * 60 * 1000;

export class EnvironmentTypes implements vscode.Disposable {
  readonly #options: EnvironmentTypesOptions;
  readonly #entries = new Map<string, Entry>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #listening: vscode.Disposable;
  readonly #timer: NodeJS.Timeout;
  /** Fires with a notebook's URI when its types are others than those given before. */
  readonly onDidChange = this.#changed.event;

  constructor(options: EnvironmentTypesOptions) {
    this.#options = options;
    const { kernels, runtimes } = options;
    this.#listening = vscode.Disposable.from(
      kernels.onDidChange((notebook) => {
        // Its image was built just before, maybe anew.
        if (kernels.stateOf(notebook).kind === "ready") this.refresh(notebook);
      }),
      runtimes.onDidChange((notebook) => {
        this.#again(notebook);
      }),
      options.frontMatters.onDidChange((notebook) => {
        this.#again(notebook);
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        this.#allAgain();
      }),
      vscode.workspace.onDidCloseNotebookDocument((notebook) => {
        this.#forget(notebook);
      }),
    );
    this.#timer = setInterval(() => {
      this.#allAgain();
    }, stillUsedMilliseconds);
    this.#timer.unref();
  }

  /** The types as they are now; asked for again after `onDidChange`. Never rejects, and builds nothing. */
  of(notebook: vscode.NotebookDocument): Promise<NotebookTypes> {
    const key = notebook.uri.toString();
    const known = this.#entries.get(key);
    if (known?.notebook === notebook) return known.answer;
    if (known !== undefined) this.#forget(known.notebook);
    const abort = new AbortController();
    const entry: Entry = {
      notebook,
      abort,
      listening: watchLock(notebook, () => {
        this.#again(notebook);
      }),
      answer: this.#ask(notebook, { fresh: false, signal: abort.signal }),
    };
    this.#entries.set(key, entry);
    return entry.answer;
  }

  /** Looks again, as the environment was just built. */
  refresh(notebook: vscode.NotebookDocument): void {
    this.#again(notebook, true);
  }

  dispose(): void {
    clearInterval(this.#timer);
    this.#listening.dispose();
    for (const { notebook } of [...this.#entries.values()]) this.#forget(notebook);
    this.#changed.dispose();
  }

  #allAgain(): void {
    for (const { notebook } of this.#entries.values()) this.#again(notebook);
  }

  #again(notebook: vscode.NotebookDocument, fresh = false): void {
    const entry = this.#entries.get(notebook.uri.toString());
    if (entry?.notebook !== notebook) return;
    const before = entry.answer;
    entry.answer = this.#ask(notebook, { fresh, signal: entry.abort.signal });
    void Promise.all([before, entry.answer]).then(([was, is]) => {
      if (!entry.abort.signal.aborted && !isDeepStrictEqual(was, is)) this.#changed.fire(notebook.uri);
    });
  }

  #forget(notebook: vscode.NotebookDocument): void {
    const key = notebook.uri.toString();
    const entry = this.#entries.get(key);
    if (entry?.notebook !== notebook) return;
    this.#entries.delete(key);
    entry.abort.abort();
    entry.listening.dispose();
  }

  async #ask(
    notebook: vscode.NotebookDocument,
    { fresh, signal }: { readonly fresh: boolean; readonly signal: AbortSignal },
  ): Promise<NotebookTypes> {
    const { cacheFolder, shippedFolder, runtimes, log } = this.#options;
    const path = notebook.uri.fsPath;
    const onProblem = (error: unknown): void => {
      if (!signal.aborted) log.warn(`${path}: types cannot be taken from the environment: ${String(error)}`);
    };
    try {
      const { typesOf } = await import("../../containers/types/types-of.ts");
      const types = await typesOf(
        { path, frontMatter: await frontMatterOf(notebook) },
        {
          runtime: runtimes.of(notebook),
          cacheFolder,
          shippedFolder,
          engine: vscode.workspace.isTrusted ? () => engineOf(signal) : undefined,
          fresh,
          env: process.env,
          onProblem,
          signal,
        },
      );
      log.debug(`${path}: types from ${types.state}: ${types.modulesFolders.join(", ")}`);
      return types;
    } catch (error) {
      onProblem(error);
      return { modulesFolders: [], typesFolder: shippedFolder, state: "none", missing: [], untyped: [] };
    }
  }
}

/** What talks to engines is large, and loaded only now. */
async function engineOf(signal: AbortSignal): Promise<Engine | undefined> {
  const { findEngine } = await import("../../containers/engine/connect.ts");
  return findEngine({ signal });
}
