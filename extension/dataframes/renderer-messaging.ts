/** Answers the renderer of dataframes: asks the notebook's kernel, saves files, writes code into cells. */
import * as vscode from "vscode";
import { DataframesClient } from "../../dataframes/protocol/client.ts";
import { DataframeError, problemOf } from "../../dataframes/protocol/dataframe-error.ts";
import { Replies } from "../../protocol/rpc.ts";
import type { KernelClient } from "../../protocol/client.ts";
import type { Kernels } from "../kernel/kernels.ts";
import { exportView, saveBytes } from "./export-view.ts";
import { insertCode } from "./insert-code.ts";
import { FromRendererSchema } from "../../dataframes/protocol/renderer-messages.ts";
import type { FromRenderer, ToRenderer } from "../../dataframes/protocol/renderer-messages.ts";

type Answer = Pick<ToRenderer, "result" | "buffers">;

const rendererId = "pipenb-frames";

const noKernel = "No kernel is running for this notebook. Run the cell again.";

/** Registers it; dispose with the extension. */
export function registerDataframes(kernels: Kernels, log: vscode.LogOutputChannel): vscode.Disposable {
  const messaging = vscode.notebooks.createRendererMessaging(rendererId);
  const frames = new RendererMessaging(kernels, log);
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

class RendererMessaging {
  readonly #kernels: Kernels;
  readonly #log: vscode.LogOutputChannel;
  readonly #clients = new FrameClients();
  readonly #replies = new Replies<string>();

  constructor(kernels: Kernels, log: vscode.LogOutputChannel) {
    this.#kernels = kernels;
    this.#log = log;
  }

  /** Undefined for what needs no answer. Never rejects. */
  async take(notebook: vscode.NotebookDocument, request: FromRenderer): Promise<ToRenderer | undefined> {
    const { page, id } = request;
    const key = `${page} ${id}`;
    if (request.type === "cancel") {
      this.#replies.cancel(key);
      return undefined;
    }
    const outcome = await this.#replies.answer(key, (signal) => this.#answer(notebook, request, signal));
    if ("result" in outcome) return { page, id, ...outcome.result };
    const problem = problemOf(outcome.error, outcome.aborted);
    if (problem.code === "failed") this.#log.warn(`A question about a dataframe failed: ${problem.message}`);
    return { page, id, result: null, problem, buffers: [] };
  }

  async #answer(
    notebook: vscode.NotebookDocument,
    request: Exclude<FromRenderer, { type: "cancel" }>,
    signal: AbortSignal,
  ): Promise<Answer> {
    switch (request.type) {
      case "ask": {
        const client = await this.#client(notebook);
        const { result, buffers } = await client.forward(request.frame, request.question, signal);
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

  async #client(notebook: vscode.NotebookDocument): Promise<DataframesClient> {
    const kernel = await this.#kernels.existing(notebook)?.readyClient();
    if (kernel === undefined) throw new DataframeError("no-kernel", noKernel);
    return this.#clients.of(kernel);
  }
}

/** One client of dataframes for each connection to a kernel. */
class FrameClients {
  readonly #clients = new WeakMap<KernelClient, DataframesClient>();

  of(kernel: KernelClient): DataframesClient {
    const known = this.#clients.get(kernel);
    if (known !== undefined) return known;
    const made = new DataframesClient(kernel);
    this.#clients.set(kernel, made);
    return made;
  }
}

const bare = (result: unknown): Answer => ({ result, buffers: [] });
