/** Asks the extension about dataframes. One for each page of outputs; every frame in it has a source of its own. */
import type { RendererMessage } from "../../protocol/renderer-messages.ts";
import { Requests } from "../../../protocol/rpc.ts";
import { fromBase64, toBase64 } from "./base64.ts";
import { DataframeError, problemCodes } from "../../protocol/dataframe-error.ts";
import type { DataframeSource, SourceAnswer } from "./dataframe-source.ts";
import { property } from "../page/property.ts";
import type { RendererContext } from "../page/renderer-context.ts";

type Body<Message = RendererMessage> = Message extends RendererMessage ? Omit<Message, "page" | "id"> : never;

export class HostSources {
  /** Answers to other pages, and to this one before it was reloaded, are told apart by it. */
  readonly #page: string = crypto.randomUUID();
  readonly #requests: Requests<Body, SourceAnswer>;

  private constructor(post: (message: RendererMessage) => void) {
    const page = this.#page;
    this.#requests = new Requests((id, body) => {
      post({ ...body, page, id });
      return () => {
        post({ page, id, type: "cancel" });
      };
    });
  }

  /** Undefined where the editor does not let renderers talk to their extension. */
  static connect(context: RendererContext | undefined): HostSources | undefined {
    if (context?.postMessage === undefined || context.onDidReceiveMessage === undefined) return undefined;
    const sources = new HostSources((message) => {
      context.postMessage?.(message);
    });
    context.onDidReceiveMessage((message) => {
      sources.#receive(message);
    });
    return sources;
  }

  source(frame: string): DataframeSource {
    const saved = async (body: Body, signal?: AbortSignal): Promise<string | null> => {
      const path = property((await this.#requests.ask(body, signal)).result, "saved");
      return typeof path === "string" ? path : null;
    };
    return {
      ask: (question, signal) => this.#requests.ask({ type: "ask", frame, question }, signal),
      export: (view, columns, format, signal) =>
        saved({ type: "export", frame, view, columns: [...columns], format }, signal),
      save: (name, bytes) => saved({ type: "save", name, bytes: toBase64(bytes) }),
      insertCode: async (view, columns) => {
        const { result } = await this.#requests.ask({
          type: "insert-code",
          frame,
          view,
          columns: [...columns],
        });
        return property(result, "inserted") === true;
      },
    };
  }

  #receive(message: unknown): void {
    const id = property(message, "id");
    if (property(message, "page") !== this.#page || typeof id !== "number") return;
    const problem = property(message, "problem");
    if (problem === undefined || problem === null)
      this.#requests.resolve(id, {
        result: property(message, "result"),
        buffers: bytesOf(property(message, "buffers")),
      });
    else {
      const told = property(problem, "code");
      const code = problemCodes.find((each) => each === told) ?? "failed";
      this.#requests.reject(id, new DataframeError(code, String(property(problem, "message"))));
    }
  }
}

function bytesOf(buffers: unknown): Uint8Array[] {
  if (!Array.isArray(buffers)) return [];
  return buffers.filter((each) => typeof each === "string").map(fromBase64);
}
