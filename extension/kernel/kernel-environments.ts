/**
 * Whether the kernels of open notebooks still run in the environment that their notebooks name: the front matter may have been
 * edited since, the lock written, the image built anew. A kernel is never replaced for that; who asks is told.
 */
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import * as vscode from "vscode";
import { lockPath } from "../../containers/lock/lock-file.ts";
import { statedFrontMatter } from "../front-matter/front-matter-cell.ts";
import type { FrontMatterChanges } from "../front-matter/front-matter-changes.ts";
import { changedKeys, frontMatterPrint, imagePrint, lockPrint } from "./environment-print.ts";
import type { EnvironmentPrint } from "./environment-print.ts";
import type { Kernels } from "./kernels.ts";
import type { LivingKernel } from "./notebook-kernel.ts";
import { watchLock } from "./watch-lock.ts";

export interface KernelEnvironmentsOptions {
  readonly kernels: Pick<Kernels, "onDidChange" | "stateOf">;
  readonly frontMatters: Pick<FrontMatterChanges, "onDidChange">;
  /** Remembers what kernels were started for, for the window that comes after this one. */
  readonly memory: vscode.Memento;
  readonly log: vscode.LogOutputChannel;
}

interface Entry {
  readonly notebook: vscode.NotebookDocument;
  readonly kernel: string;
  readonly image: string | undefined;
  readonly started: Promise<EnvironmentPrint>;
  readonly listening: vscode.Disposable;
  changes: readonly string[];
}

interface Stored {
  readonly kernel: string;
  readonly print: EnvironmentPrint;
}

export class KernelEnvironments implements vscode.Disposable {
  readonly #options: KernelEnvironmentsOptions;
  readonly #starting = new Map<string, EnvironmentPrint>();
  readonly #entries = new Map<string, Entry>();
  readonly #changed = new vscode.EventEmitter<vscode.NotebookDocument>();
  readonly #listening: vscode.Disposable;
  /** Fires when the changes of a notebook's kernel are others. */
  readonly onDidChange = this.#changed.event;

  constructor(options: KernelEnvironmentsOptions) {
    this.#options = options;
    const { kernels, frontMatters } = options;
    this.#listening = vscode.Disposable.from(
      kernels.onDidChange((notebook) => {
        this.#follow(notebook);
      }),
      frontMatters.onDidChange((notebook) => {
        this.#lookSoon(notebook);
      }),
      vscode.window.onDidChangeWindowState(({ focused }) => {
        // Images are built in terminals.
        if (focused) for (const { notebook } of this.#entries.values()) this.#lookSoon(notebook);
      }),
    );
  }

  dispose(): void {
    this.#listening.dispose();
    for (const { listening } of this.#entries.values()) listening.dispose();
    this.#changed.dispose();
  }

  /** What is another than when the notebook's kernel was started, as far as that is known; [] without kernel. */
  changesOf(notebook: vscode.NotebookDocument): readonly string[] {
    return this.#entries.get(notebook.uri.toString())?.changes ?? [];
  }

  /** Looks now, at the image too. Never rejects. */
  async look(notebook: vscode.NotebookDocument): Promise<readonly string[]> {
    const entry = this.#entries.get(notebook.uri.toString());
    if (entry === undefined) return [];
    // What cannot be read would be taken for the defaults.
    if (!statedFrontMatter(notebook).isSound) return entry.changes;
    const changes = changedKeys(await entry.started, await this.#printOf(notebook, entry));
    // Meanwhile it may be the kernel of a notebook of another name, and the lock may have gone there with it.
    const state = this.#options.kernels.stateOf(notebook);
    if (state.kind !== "ready" || state.kernel.id !== entry.kernel) return entry.changes;
    if (changes.join() !== entry.changes.join()) {
      entry.changes = changes;
      this.#changed.fire(notebook);
    }
    return changes;
  }

  #lookSoon(notebook: vscode.NotebookDocument): void {
    void this.look(notebook);
  }

  #follow(notebook: vscode.NotebookDocument): void {
    const key = notebook.uri.toString();
    const state = this.#options.kernels.stateOf(notebook);
    if (state.kind === "starting")
      this.#starting.set(key, frontMatterPrint(statedFrontMatter(notebook).frontMatter));
    const known = this.#entries.get(key);
    if (state.kind === "ready" && known?.kernel === state.kernel.id) return;
    known?.listening.dispose();
    this.#entries.delete(key);
    if (state.kind === "ready") {
      this.#entries.set(key, this.#entryOf(notebook, state.kernel));
      this.#lookSoon(notebook);
    } else if (known !== undefined && known.changes.length > 0) this.#changed.fire(notebook);
  }

  #entryOf(notebook: vscode.NotebookDocument, kernel: LivingKernel): Entry {
    const { id, image } = kernel;
    const listening = watchLock(notebook, () => {
      this.#lookSoon(notebook);
    });
    return {
      notebook,
      kernel: id,
      image,
      started: this.#startedFor(notebook, kernel),
      listening,
      changes: [],
    };
  }

  /** One that was found again was started by an earlier window. */
  async #startedFor(
    notebook: vscode.NotebookDocument,
    { id, image }: Pick<LivingKernel, "id" | "image">,
  ): Promise<EnvironmentPrint> {
    const { memory } = this.#options;
    const key = notebook.uri.toString();
    const stored = memory.get<Stored>(storedKey(key));
    const starting = this.#starting.get(key);
    this.#starting.delete(key);
    if (starting === undefined && stored?.kernel === id) return stored.print;
    const print = { ...(await this.#printOf(notebook, { image })), ...starting };
    await memory.update(storedKey(key), { kernel: id, print } satisfies Stored);
    return print;
  }

  async #printOf(
    notebook: vscode.NotebookDocument,
    { image }: Pick<LivingKernel, "image">,
  ): Promise<EnvironmentPrint> {
    const { log } = this.#options;
    const print = {
      ...frontMatterPrint(statedFrontMatter(notebook).frontMatter),
      ...lockPrint(await textOf(lockPath(notebook.uri.fsPath))),
    };
    if (image === undefined) return print;
    try {
      return { ...print, ...imagePrint(await currentImage(notebook, image)) };
    } catch (error) {
      log.debug(`${notebook.uri.fsPath}: its image cannot be looked at: ${String(error)}`);
      return print;
    }
  }
}

const storedKey = (notebook: string): string => `environment:${notebook}`;

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch {
    return undefined; // no packages, no lock
  }
}

/**
 * Says once that a kernel runs in an environment which its notebook no longer names, and offers the restart; the status bar and the
 * front matter's cell go on saying it.
 */
export function tellOfChangedEnvironments(
  environments: Pick<KernelEnvironments, "changesOf" | "onDidChange">,
  restart: (notebook: vscode.NotebookDocument) => Promise<unknown>,
): vscode.Disposable {
  const told = new WeakSet<vscode.NotebookDocument>();
  return environments.onDidChange((notebook) => {
    const changes = environments.changesOf(notebook);
    if (changes.length === 0) {
      told.delete(notebook);
      return;
    }
    if (told.has(notebook)) return;
    told.add(notebook);
    void offer(notebook, changes, restart);
  });
}

async function offer(
  notebook: vscode.NotebookDocument,
  changes: readonly string[],
  restart: (notebook: vscode.NotebookDocument) => Promise<unknown>,
): Promise<void> {
  const button = "Restart Kernel";
  const name = basename(notebook.uri.fsPath);
  const chosen = await vscode.window.showInformationMessage(
    `The environment of ${name} has changed (${changes.join(", ")}); its kernel still runs in the one before.`,
    button,
  );
  if (chosen === button) await restart(notebook);
}

/**
 * Id of what an environment image's name means now on this machine's engine; undefined where the next start would build another,
 * as the image is gone or its base is another. Rejects where no engine answers.
 */
async function currentImage(notebook: vscode.NotebookDocument, name: string): Promise<string | undefined> {
  const { requireEngine } = await import("../../containers/engine/connect.ts");
  const { buildSettings, usedBase } = await import("../../containers/images/base-image.ts");
  const { isOnItsBase } = await import("../../containers/images/environment-image.ts");
  const engine = await requireEngine();
  const image = await engine.image(name);
  if (image === undefined) return undefined;
  const base = usedBase(statedFrontMatter(notebook).frontMatter.image.base, buildSettings(process.env));
  return (await isOnItsBase(engine, image, base)) ? image.id : undefined;
}
