/// <reference lib="dom" />
/** Asks the extension about dataframes. One for each page of outputs; every frame in it has a source of its own. */
import type { FromRenderer } from "../../protocol/renderer-messages.ts";
import { fromBase64, toBase64 } from "./base64.ts";
import { SourceProblem } from "./frame-source.ts";
import type { FrameSource, SourceAnswer } from "./frame-source.ts";
import { property } from "../page/property.ts";
import type { RendererContext } from "../page/renderer-context.ts";

type Body<Message = FromRenderer> = Message extends FromRenderer ? Omit<Message, "page" | "id"> : never;

interface Pending {
  resolve(answer: SourceAnswer): void;
  reject(reason: unknown): void;
}

export class HostSources {
  /** Answers to other pages, and to this one before it was reloaded, are told apart by it. */
  readonly #page: string = crypto.randomUUID();
  readonly #post: (message: unknown) => void;
  readonly #pending = new Map<number, Pending>();
  #last = 0;

  private constructor(post: (message: unknown) => void) {
    this.#post = post;
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

  source(frame: string): FrameSource {
    const saved = async (body: Body, signal?: AbortSignal): Promise<string | null> => {
      const path = property((await this.#ask(body, signal)).result, "saved");
      return typeof path === "string" ? path : null;
    };
    return {
      ask: (question, signal) => this.#ask({ type: "ask", frame, question }, signal),
      export: (view, columns, format, signal) =>
        saved({ type: "export", frame, view, columns: [...columns], format }, signal),
      save: (name, bytes) => saved({ type: "save", name, bytes: toBase64(bytes) }),
      insertCode: async (view, columns) => {
        const { result } = await this.#ask({ type: "insert-code", frame, view, columns: [...columns] });
        return property(result, "inserted") === true;
      },
    };
  }

  #ask(body: Body, signal?: AbortSignal): Promise<SourceAnswer> {
    signal?.throwIfAborted();
    const id = (this.#last += 1);
    const { promise, resolve, reject } = Promise.withResolvers<SourceAnswer>();
    const cancel = (): void => {
      this.#pending.delete(id);
      this.#post({ page: this.#page, id, type: "cancel" });
      reject(signal?.reason);
    };
    this.#pending.set(id, { resolve, reject });
    signal?.addEventListener("abort", cancel, { once: true });
    this.#post({ ...body, page: this.#page, id });
    return promise.finally(() => signal?.removeEventListener("abort", cancel));
  }

  #receive(message: unknown): void {
    const id = property(message, "id");
    if (property(message, "page") !== this.#page || typeof id !== "number") return;
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    const problem = property(message, "problem");
    if (problem !== undefined && problem !== null)
      pending?.reject(
        new SourceProblem(String(property(problem, "code")), String(property(problem, "message"))),
      );
    else
      pending?.resolve({
        result: property(message, "result"),
        buffers: bytesOf(property(message, "buffers")),
      });
  }
}

function bytesOf(buffers: unknown): Uint8Array[] {
  if (!Array.isArray(buffers)) return [];
  return buffers.filter((each) => typeof each === "string").map(fromBase64);
}
