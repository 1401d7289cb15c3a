/** What the answer to a question is made with, and made from. */
import type { LanguageServer } from "../server/language-server.ts";
import type { Snapshot } from "./open-notebook.ts";

export interface Asked {
  readonly server: LanguageServer;
  readonly snapshot: Snapshot;
  /** Of the module. */
  readonly uri: string;
  readonly signal: AbortSignal;
  readonly isModule: (uri: string) => boolean;
  readonly missing: readonly string[];
}

/** A place of the module, as requests have it. */
export interface ModulePlace {
  readonly textDocument: { readonly uri: string };
  readonly position: { readonly line: number; readonly character: number };
}
