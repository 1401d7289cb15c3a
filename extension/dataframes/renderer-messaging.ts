/** Answers the renderer of dataframes: asks the notebook's kernel, saves files, writes code into cells. */
import * as vscode from "vscode";
import { FrameQuestionError, FramesClient } from "../../dataframes/protocol/client.ts";
import type { KernelClient } from "../../protocol/client.ts";
import type { Kernels } from "../kernel/kernels.ts";
import { exportView, saveBytes } from "./export-view.ts";
import { insertCode } from "./insert-code.ts";
import { FromRendererSchema } from "../../dataframes/protocol/renderer-messages.ts";
import type { FromRenderer, ToRenderer } from "../../dataframes/protocol/renderer-messages.ts";

type Answer = Pick<ToRenderer, "result" | "buffers">;
type Problem = NonNullable<ToRenderer["problem"]>;

const rendererId = "pipenb-frames";

const noKernel: Problem = {
  code: "no-kernel",
  message: "No kernel is running for this notebook. Run the cell again.",
};

/** Registers it; dispose with the extension. */
export function registerFrames(kernels: Kernels, log: vscode.LogOutputChannel): vscode.Disposable {
  const messaging = vscode.notebooks.createRendererMessaging(rendererId);
  const frames = new FrameMessages(kernels, log);
  return messaging.onDidReceiveMessage(({ editor, message }) => {
    const request = FromRendererSchema.safeParse(message);
    if (!request.success) {
      log.warn(`The renderer of dataframes sent what cannot be read: ${request.error.message}`);
      return;
    }
    void frames.take(editor.notebook, request.data).then(async (answer) => {
      // It fails where the editor was closed meanwhile: then nobody waits for the answer.
      if (answer !== undefined) await messaging.postMessage(answer, editor).then(undefined, () => false);
    });
  });
}

class FrameMessages {
  readonly #kernels: Kernels;
  readonly #log: vscode.LogOutputChannel;
  readonly #clients = new FrameClients();
  readonly #asked = new Map<string, AbortController>();

  constructor(kernels: Kernels, log: vscode.LogOutputChannel) {
    this.#kernels = kernels;
    this.#log = log;
  }

  /** Undefined for what needs no answer. Never rejects. */
  async take(notebook: vscode.NotebookDocument, request: FromRenderer): Promise<ToRenderer | undefined> {
    const { page, id } = request;
    const key = `${page} ${id}`;
    if (request.type === "cancel") {
      this.#asked.get(key)?.abort();
      return undefined;
    }
    const abort = new AbortController();
    this.#asked.set(key, abort);
    try {
      return { page, id, ...(await this.#answer(notebook, request, abort.signal)) };
    } catch (error) {
      const problem = problemOf(error, abort.signal);
      if (problem.code === "failed")
        this.#log.warn(`A question about a dataframe failed: ${problem.message}`);
      return { page, id, result: null, problem, buffers: [] };
    } finally {
      this.#asked.delete(key);
    }
  }

  async #answer(
    notebook: vscode.NotebookDocument,
    request: Exclude<FromRenderer, { type: "cancel" }>,
    signal: AbortSignal,
  ): Promise<Answer> {
    switch (request.type) {
      case "ask": {
        const client = await this.#client(notebook);
        const { result, buffers } = await client.ask(request.frame, request.question, signal);
        return { result, buffers: buffers.map((bytes) => Buffer.from(bytes).toString("base64")) };
      }
      case "export":
        return bare({ saved: await exportView(await this.#client(notebook), notebook, request, signal) });
      case "save":
        return bare({ saved: await saveBytes(notebook, request.name, Buffer.from(request.bytes, "base64")) });
      case "insert-code":
        return bare({ inserted: await insertCode(await this.#client(notebook), notebook, request) });
    }
  }

  async #client(notebook: vscode.NotebookDocument): Promise<FramesClient> {
    const kernel = await this.#kernels.existing(notebook)?.readyClient();
    if (kernel === undefined) throw new NoKernel();
    return this.#clients.of(kernel);
  }
}

/** One client of dataframes for each connection to a kernel. */
class FrameClients {
  readonly #clients = new WeakMap<KernelClient, FramesClient>();

  of(kernel: KernelClient): FramesClient {
    const known = this.#clients.get(kernel);
    if (known !== undefined) return known;
    const made = new FramesClient(kernel);
    this.#clients.set(kernel, made);
    return made;
  }
}

class NoKernel extends Error {
  override readonly name = "NoKernel";
}

const bare = (result: unknown): Answer => ({ result, buffers: [] });

function problemOf(error: unknown, signal: AbortSignal): Problem {
  if (error instanceof NoKernel) return noKernel;
  if (signal.aborted) return { code: "cancelled", message: "Cancelled." };
  if (error instanceof FrameQuestionError) return { code: error.code, message: error.message };
  return { code: "failed", message: error instanceof Error ? error.message : String(error) };
}
