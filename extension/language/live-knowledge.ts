/** What the notebooks' running kernels know, asked so that nothing waits for them: no kernel is started, and a slow one is not heard. */
import * as vscode from "vscode";
import type { Knowledge, KnowledgeRequest } from "../../protocol/knowledge.ts";
import { deferred } from "../../protocol/deferred.ts";
import type { Kernels } from "../kernel/kernels.ts";

/** What comes later than this is of no use to someone who types. */
const patienceMilliseconds = 300;

/** Answers that are kept of a notebook's kernel. */
const mostKept = 50;

export class LiveKnowledge implements vscode.Disposable {
  readonly #kernels: Kernels;
  readonly #log: vscode.LogOutputChannel;
  /** The last answers, for while a cell runs. */
  readonly #kept = new WeakMap<vscode.NotebookDocument, Map<string, Knowledge>>();
  readonly #listening: vscode.Disposable;

  constructor(kernels: Kernels, log: vscode.LogOutputChannel) {
    this.#kernels = kernels;
    this.#log = log;
    this.#listening = kernels.onDidChange((notebook) => {
      this.#kept.delete(notebook);
    });
  }

  dispose(): void {
    this.#listening.dispose();
  }

  /** undefined where nothing is known. `isKept`: as it was before the running cell. Never rejects. */
  async ask(
    document: vscode.TextDocument,
    request: KnowledgeRequest,
    token: vscode.CancellationToken,
  ): Promise<{ readonly known: Knowledge; readonly isKept: boolean } | undefined> {
    const notebook = notebookOf(document);
    if (notebook === undefined) return undefined;
    const key = JSON.stringify(request);
    const known = await this.#ask(notebook, request, token);
    const kept = this.#kept.get(notebook) ?? new Map<string, Knowledge>();
    if (known === undefined) {
      const before = kept.get(key);
      return before === undefined ? undefined : { known: before, isKept: true };
    }
    this.#kept.set(notebook, kept);
    kept.delete(key);
    kept.set(key, known);
    const [oldest] = kept.keys();
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
    return { known, isKept: false };
  }

  async #ask(
    notebook: vscode.NotebookDocument,
    request: KnowledgeRequest,
    token: vscode.CancellationToken,
  ): Promise<Knowledge | undefined> {
    const { promise: gaveUp, resolve: giveUp } = deferred<undefined>();
    const timer = setTimeout(giveUp, patienceMilliseconds, undefined);
    const cancelling = token.onCancellationRequested(() => {
      giveUp(undefined);
    });
    try {
      const client = await this.#kernels.existing(notebook)?.readyClient();
      if (client === undefined || token.isCancellationRequested) return undefined;
      const asked = client.knowledge(request).catch((error: unknown) => {
        this.#log.debug(`${notebook.uri.fsPath}: the kernel cannot be asked what it knows: ${String(error)}`);
        return undefined;
      });
      return await Promise.race([asked, gaveUp]);
    } catch {
      // Its start has failed, which whoever started it is told.
      return undefined;
    } finally {
      clearTimeout(timer);
      cancelling.dispose();
    }
  }
}

/** The notebook that a document is a cell of, or the text of. */
function notebookOf(document: vscode.TextDocument): vscode.NotebookDocument | undefined {
  return vscode.workspace.notebookDocuments.find(
    (notebook) =>
      notebook.notebookType === "pipenb" &&
      (notebook.uri.toString() === document.uri.toString() ||
        notebook.getCells().some((cell) => cell.document === document)),
  );
}
