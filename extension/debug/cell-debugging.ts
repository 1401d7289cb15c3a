/**
 * Debugging of cells with the editor's own JavaScript debugger: attached before the cell that is debugged is sent, let go when
 * no cell of the notebook runs any more. See docs/decisions/0006-debugging-cells.md.
 */
import { basename, dirname } from "node:path";
import * as vscode from "vscode";
import { workFolder } from "../../containers/hosts/container/front-matter-mounts.ts";
import { debuggerUrl } from "../../protocol/debugger.ts";
import type { ExecuteOptions } from "../../protocol/client.ts";
import { CommandError } from "../failures/command-error.ts";
import type { Kernels } from "../kernel/kernels.ts";
import { attachConfiguration, notebookKey } from "./attach-configuration.ts";
import { cellPath } from "./cell-paths.ts";

/** How long the debugger may take to attach. */
const attachMilliseconds = 60_000;

interface Wish {
  readonly cell: vscode.NotebookCell;
  /** Stops at the first statement. */
  readonly pause: boolean;
}

export class CellDebugging implements vscode.Disposable {
  readonly #kernels: Kernels;
  readonly #log: vscode.LogOutputChannel;
  readonly #wishes = new Map<string, Wish>();
  /** What was last asked for. */
  readonly #last = new Map<string, Wish>();
  readonly #sessions = new Map<string, vscode.DebugSession>();
  /** What is debugged anew when its cells have ended. */
  readonly #again = new Map<string, Wish>();
  /** How many runs of cells a notebook has. */
  readonly #runs = new Map<string, number>();
  readonly #attached = new vscode.EventEmitter<string>();
  readonly #watching: vscode.Disposable;

  constructor(kernels: Kernels, log: vscode.LogOutputChannel) {
    this.#kernels = kernels;
    this.#log = log;
    this.#watching = vscode.Disposable.from(
      this.#attached,
      vscode.debug.onDidStartDebugSession((session) => {
        const notebook = notebookOf(session);
        if (notebook !== undefined && session.parentSession === undefined)
          this.#sessions.set(notebook, session);
      }),
      vscode.debug.onDidTerminateDebugSession((session) => {
        for (const [notebook, each] of this.#sessions)
          if (each.id === session.id) this.#sessions.delete(notebook);
      }),
    );
  }

  /** Whether a debugger is attached to the notebook's kernel. */
  isDebugging(notebook: vscode.NotebookDocument): boolean {
    return this.#sessions.has(notebook.uri.toString());
  }

  /** Runs a cell with a debugger attached. Settles when it has run. */
  async run(wish: Wish): Promise<void> {
    const { uri } = wish.cell.notebook;
    const key = uri.toString();
    this.#wishes.set(key, wish);
    this.#last.set(key, wish);
    try {
      const { index } = wish.cell;
      const ranges = [{ start: index, end: index + 1 }];
      await vscode.commands.executeCommand("notebook.cell.execute", { ranges, document: uri });
    } finally {
      if (this.#wishes.get(key) === wish) this.#wishes.delete(key);
    }
  }

  /** What the kernel is told of a cell, whether it is debugged or not: it may be stopped in later. */
  optionsOf(cell: vscode.NotebookCell): Pick<ExecuteOptions, "source" | "pause"> {
    const wish = this.#wishes.get(cell.notebook.uri.toString());
    return {
      source: cellPath(cell.document.uri.toString()),
      ...(wish?.cell === cell && wish.pause ? { pause: true } : {}),
    };
  }

  /** Around a run of cells, whose kernel is there when `ready` is called; lets the debugger go behind the last. */
  async around(
    notebook: vscode.NotebookDocument,
    run: (ready: () => Promise<void>) => Promise<void>,
  ): Promise<void> {
    const key = notebook.uri.toString();
    this.#runs.set(key, (this.#runs.get(key) ?? 0) + 1);
    try {
      await run(() => this.#ready(notebook));
    } finally {
      const left = (this.#runs.get(key) ?? 1) - 1;
      this.#runs.set(key, left);
      if (left === 0) await this.#letGo(key);
      const again = this.#again.get(key);
      if (left === 0 && again !== undefined) {
        this.#again.delete(key);
        // A wish of its own: the one before is forgotten when its run is over, which it is only behind this.
        setImmediate(() => void this.run({ ...again }));
      }
    }
  }

  /** A session of ours can be stopped now. */
  attached(session: vscode.DebugSession): void {
    const notebook = notebookOf(session);
    if (notebook !== undefined) this.#attached.fire(notebook);
  }

  /** The user wants what is debugged from its beginning: the cell is ended, and debugged again once the debugger has gone. */
  again(session: vscode.DebugSession): void {
    const key = notebookOf(session);
    const wish = key === undefined ? undefined : this.#last.get(key);
    if (key === undefined || wish === undefined || this.#again.has(key)) return;
    this.#again.set(key, wish);
    void this.#kernels.existing(wish.cell.notebook)?.interrupt();
  }

  dispose(): void {
    this.#watching.dispose();
  }

  async #ready(notebook: vscode.NotebookDocument): Promise<void> {
    const key = notebook.uri.toString();
    if (!this.#wishes.has(key) || this.#sessions.has(key)) return;
    const kernel = this.#kernels.existing(notebook);
    const client = await kernel?.readyClient();
    if (kernel?.state.kind !== "ready" || client === undefined) return;
    const { url, host } = kernel.state.kernel;
    const { ticket } = await client.ask("pipenb_debugger_request", {});
    const here = dirname(notebook.uri.fsPath);
    const configuration = attachConfiguration({
      notebook: key,
      name: basename(notebook.uri.fsPath),
      url: debuggerUrl(url, ticket),
      folder: { here, there: host === "container" ? workFolder : here },
    });
    const attached = this.#nextAttached(key);
    const begun = performance.now();
    const started = await vscode.debug.startDebugging(
      vscode.workspace.getWorkspaceFolder(notebook.uri),
      configuration,
      { suppressSaveBeforeStart: true },
    );
    const isThere = started && (await attached);
    const took = `${Math.round(performance.now() - begun)} ms`;
    this.#log.info(`${notebook.uri.fsPath}: debugger ${isThere ? "attached" : "not attached"} after ${took}`);
    if (isThere) return;
    await this.#letGo(key);
    throw new CommandError(
      "no-debugger",
      "The debugger could not be attached to the notebook's kernel. Does a cell keep it busy? Interrupt it and try again.",
    );
  }

  /** False when it takes too long. */
  #nextAttached(key: string): Promise<boolean> {
    return new Promise((resolve) => {
      const late = setTimeout(done, attachMilliseconds, false);
      const heard = this.#attached.event((notebook) => {
        if (notebook === key) done(true);
      });
      function done(isThere: boolean): void {
        clearTimeout(late);
        heard.dispose();
        resolve(isThere);
      }
    });
  }

  async #letGo(key: string): Promise<void> {
    const session = this.#sessions.get(key);
    if (session === undefined) return;
    await vscode.debug.stopDebugging(session);
    // The editor may tell of its end only later, and the next one is wanted at once.
    if (this.#sessions.get(key) === session) this.#sessions.delete(key);
  }
}

/** The URI of the notebook that a session debugs; undefined for a session that is not ours. */
export function notebookOf(session: vscode.DebugSession): string | undefined {
  const own: unknown = session.configuration[notebookKey];
  if (typeof own === "string") return own;
  return session.parentSession === undefined ? undefined : notebookOf(session.parentSession);
}
