/** Files beside notebooks that are edited and not saved: what the server knows of them is what their editors show. */
import type { LanguageServer } from "../server/language-server.ts";

export class EditedFiles {
  readonly #server: LanguageServer;
  /** By URI. */
  readonly #files = new Map<string, { text: string; version: number }>();

  constructor(server: LanguageServer) {
    this.#server = server;
  }

  /** The server is another one, which knows nothing yet. */
  openAll(): void {
    for (const [uri, { text }] of this.#files) this.#open(uri, text);
  }

  /** A file has another text; null: it is closed. */
  set(uri: string, text: string | null): void {
    const known = this.#files.get(uri);
    if (text === null) {
      if (known !== undefined) this.#server.notify("textDocument/didClose", { textDocument: { uri } });
      this.#files.delete(uri);
    } else if (known === undefined) {
      this.#files.set(uri, { text, version: 1 });
      this.#open(uri, text);
    } else {
      known.version += 1;
      known.text = text;
      this.#server.notify("textDocument/didChange", {
        textDocument: { uri, version: known.version },
        contentChanges: [{ text: wellFormed(text) }],
      });
    }
  }

  #open(uri: string, text: string): void {
    const languageId = /\.[cm]?jsx?$/.test(uri) ? "javascript" : "typescript";
    this.#server.notify("textDocument/didOpen", {
      textDocument: { uri, languageId, version: 1, text: wellFormed(text) },
    });
  }
}

/** Half of a character, as it may be left behind, would make the server drop the whole message. */
export function wellFormed(text: string): string {
  return text.isWellFormed() ? text : text.toWellFormed();
}
