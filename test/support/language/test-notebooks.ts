/** Notebooks that are open in a language service over the real language server, as the editor would have them. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { LineIndex } from "../../../language/module/line-index.ts";
import type { LanguageServer } from "../../../language/server/language-server.ts";
import { openLanguageServer } from "../../../language/server/open-language-server.ts";
import { LanguageService } from "../../../language/service/language-service.ts";
import type { NotebookState, Place, Questions, TypesFolders } from "../../../language/service/questions.ts";
import { Shown } from "../random-notebook/shown.ts";

const checkout = fileURLToPath(new URL("../../..", import.meta.url));

/** Types of Node and zx, and no packages. */
const bareTypes: TypesFolders = { modulesFolders: [], typesFolder: checkout, missing: [] };

const libraryTypes = readFileSync(join(checkout, "dist/library/pipenb.d.mts"), "utf8");

export class TestNotebooks {
  readonly folder: string;
  readonly server: LanguageServer;
  readonly #service: LanguageService;
  readonly #states = new Map<string, NotebookState>();

  private constructor(folder: string, server: LanguageServer) {
    this.folder = folder;
    this.server = server;
    this.#service = new LanguageService(server, libraryTypes);
  }

  /** With files beside the notebooks. */
  static async open(files: Readonly<Record<string, string>> = {}): Promise<TestNotebooks> {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), "pipenb-language-")));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    return new TestNotebooks(folder, await openLanguageServer({ shipped: folder, log: () => undefined }));
  }

  dispose(): void {
    this.server.dispose();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  /** Opens a notebook, or changes what is shown of it. */
  async show(
    key: string,
    content: NotebookState["content"] | readonly (string | null)[],
    types: TypesFolders = bareTypes,
  ): Promise<void> {
    const shown = "kind" in content ? content : ({ kind: "cells", npm: {}, code: content } as const);
    const [path, moduleFolder] = [join(this.folder, `${key}.pipenb`), join(this.folder, ".modules", key)];
    const state = { key, path, moduleFolder, types, content: shown };
    this.#states.set(key, state);
    await this.ask("update", state);
  }

  ask<Name extends keyof Questions>(name: Name, asked: Questions[Name][0]): Promise<Questions[Name][1]> {
    return this.#service.answer(name, asked, new AbortController().signal);
  }

  shown(key: string): Shown {
    const state = this.#states.get(key);
    assert.ok(state !== undefined, `${key} is not open`);
    return new Shown(state.content);
  }

  /** The place right behind the first `before` in a cell. */
  at(key: string, cell: number, before: string): Place {
    const text = this.shown(key).textOf(cell) ?? "";
    const found = text.indexOf(before);
    assert.ok(found >= 0, `no ${before} in ${text}`);
    return { key, cell, position: new LineIndex(text).positionAt(found + before.length) };
  }

  /** The text of each cell after a question's edits. */
  async after(key: string, asked: Promise<Pick<Questions["organizeImports"][1], "cells"> | null>) {
    const { content } = this.shown(key).after((await asked)?.cells ?? [], "edits");
    return content.kind === "text" ? [content.text] : content.code;
  }

  /** Problems as "cell: what is marked: code". */
  async problems(key: string): Promise<readonly string[]> {
    const found = await this.ask("diagnostics", { key });
    return found.flatMap(({ cell, diagnostics }) =>
      diagnostics
        .filter(({ severity }) => severity !== 4)
        .map(({ range, code }) => `${cell}: ${this.shown(key).at(cell, range, "problem")}: ${String(code)}`),
    );
  }
}
