/**
 * What the language knows of the code at a client's cursor: names and members by their types, signatures, documentation. The cells that
 * have run stand before it, so nothing has to have a value. A language server for each kernel, started by the first question.
 */
import { rmSync } from "node:fs";
import type { CompletionItem, SignatureHelp } from "vscode-languageserver-protocol";
import { typesCacheFolder } from "../containers/hosts/local/own-folders.ts";
import { typesOf } from "../containers/types/types-of.ts";
import type { TypesPlace } from "../containers/types/types-of.ts";
import { LineIndex } from "../language/module/line-index.ts";
import { openLanguageServer } from "../language/server/open-language-server.ts";
import { LanguageService } from "../language/service/language-service.ts";
import type { NotebookState, Place } from "../language/service/questions.ts";
import type { FrontMatter } from "../notebook/front-matter.ts";

/** Code, and how much of it stands before the cursor, in UTF-16 units. */
export interface CodeAt {
  /** Of the cells that have run, the oldest first. */
  readonly ran: readonly string[];
  readonly code: string;
  readonly offset: number;
}

export interface KnownName {
  readonly name: string;
  /** In the words of Jupyter's clients. */
  readonly type: string;
}

export interface CellLanguageOptions {
  readonly notebookPath: string;
  readonly frontMatter: FrontMatter;
  readonly runtime: TypesPlace["runtime"];
  readonly engine: TypesPlace["engine"];
  readonly env: TypesPlace["env"];
  /** The folder `dist`, with TypeScript beside our programs. */
  readonly programs: string;
  /** Its `node_modules` has the types of Node and zx. */
  readonly typesFolder: string;
  readonly libraryTypes: string;
  /** Made for what configures the language server, and removed at the end. */
  readonly folder: string;
}

const key = "cells";
/** Of a name that nobody declares. */
const nothingKnown = "```typescript\nany\n```";

export class CellLanguage {
  readonly #service: LanguageService;
  readonly #state: Omit<NotebookState, "content">;
  readonly #npm: Readonly<Record<string, string>>;
  readonly #end: () => void;

  private constructor(
    service: LanguageService,
    {
      state,
      npm,
      end,
    }: { state: Omit<NotebookState, "content">; npm: FrontMatter["image"]["npm"]; end: () => void },
  ) {
    this.#service = service;
    this.#state = state;
    this.#npm = npm;
    this.#end = end;
  }

  /** Rejects with a `LanguageServerError` where no server runs on this machine. */
  static async open(options: CellLanguageOptions): Promise<CellLanguage> {
    const { notebookPath: path, frontMatter, runtime, engine, env, programs, typesFolder, folder } = options;
    const [server, types] = await Promise.all([
      openLanguageServer({ shipped: programs, log: () => undefined }),
      typesOf(
        { path, frontMatter },
        { runtime, engine, env, shippedFolder: typesFolder, cacheFolder: typesCacheFolder(env) },
      ),
    ]);
    return new CellLanguage(new LanguageService(server, options.libraryTypes), {
      state: { key, path, moduleFolder: folder, types },
      npm: frontMatter.image.npm,
      end: () => {
        server.dispose();
        rmSync(folder, { recursive: true, force: true });
      },
    });
  }

  /** What may stand at the cursor instead of the name, or the part of one, before it. Nothing that an import has to be added for. */
  async complete(at: CodeAt, signal: AbortSignal): Promise<readonly KnownName[]> {
    const place = await this.#placeOf(at, signal);
    const { items } = await this.#service.answer("completion", place, signal);
    const isPlain = ({ label, insertText = label, labelDetails, kind = 1 }: CompletionItem): boolean =>
      insertText === label && labelDetails?.description === undefined && kind in typeWords;
    return items
      .filter(isPlain)
      .sort((one, other) => order(one.sortText ?? one.label, other.sortText ?? other.label))
      .map(({ label, kind = 1 }) => ({ name: label, type: typeWords[kind] ?? "" }));
  }

  /** As Markdown: the declaration with its types, and what is documented; undefined where nothing is known. */
  async explain(at: CodeAt, signal: AbortSignal): Promise<string | undefined> {
    const place = await this.#placeOf(at, signal);
    const hover = await this.#service.answer("hover", place, signal);
    if (hover !== null) {
      // SAFETY: the service writes Markdown.
      const { value } = hover.contents as { readonly value: string };
      return value.trim() === nothingKnown ? undefined : value;
    }
    const help = await this.#service.answer("signatureHelp", { ...place, isRetrigger: false }, signal);
    return help === null ? undefined : signatureText(help);
  }

  /** Ends the server. */
  close(): void {
    this.#end();
  }

  async #placeOf({ ran, code, offset }: CodeAt, signal: AbortSignal): Promise<Place> {
    const content = { kind: "cells", npm: this.#npm, code: [...ran, code] } as const;
    await this.#service.answer("update", { ...this.#state, content }, signal);
    return { key, cell: ran.length, position: new LineIndex(code).positionAt(offset) };
  }
}

/** The protocol's kinds of what is no text, file or snippet. */
const typeWords: Readonly<Record<number, string>> = {
  2: "function",
  3: "function",
  4: "function",
  5: "property",
  6: "instance",
  7: "class",
  8: "interface",
  9: "module",
  10: "property",
  13: "enum",
  14: "keyword",
  20: "property",
  21: "instance",
  22: "class",
  25: "type",
};

const order = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

function signatureText({ signatures, activeSignature }: SignatureHelp): string | undefined {
  const signature = signatures[activeSignature ?? 0];
  if (signature === undefined) return undefined;
  const { documentation } = signature;
  const told = typeof documentation === "string" ? documentation : documentation?.value;
  return [`\`\`\`typescript\n${signature.label}\n\`\`\``, ...(told === undefined ? [] : [told])].join("\n\n");
}
