/** What goes between the extension's thread and the language thread: questions with numbers, and what becomes of them. */
import type { Questions } from "../service/questions.ts";

export type ToWorker =
  | { readonly type: "ask"; readonly id: number; readonly name: keyof Questions; readonly asked: unknown }
  | { readonly type: "cancel"; readonly id: number };

export type FromWorker =
  | { readonly type: "answer"; readonly id: number; readonly answer: unknown }
  | { readonly type: "failure"; readonly id: number; readonly name: string; readonly message: string }
  /** Nobody can answer any more; said once. */
  | { readonly type: "given-up"; readonly text: string }
  | { readonly type: "log"; readonly level: "debug" | "warn" | "error"; readonly text: string };

/** What the thread is started with. */
export interface WorkerSettings {
  /** Folder in which the language server is looked for. */
  readonly programs: string;
  /** Where compiled code may be kept. */
  readonly cacheFolder: string;
}
