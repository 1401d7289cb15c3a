/** A module in a language server, as an editor would have it, and the questions that tests ask about it. */
import assert from "node:assert/strict";
import type {
  CodeAction,
  Command,
  CompletionItem,
  Diagnostic,
  Position,
  Range,
  TextEdit,
  WorkspaceEdit,
} from "vscode-languageserver-protocol";
import type { LanguageServer } from "../../language/server/language-server.ts";

interface Document {
  readonly textDocument: { readonly uri: string };
}

export interface OpenModule {
  readonly document: Document;
  /** The place in front of the bar in `words`, or behind them. */
  at(words: string): Document & { readonly position: Position };
  range(words: string): Range;
  open(): void;
  change(text: string): void;
  close(): void;
  /** Problems that are errors: "2322 Type …". */
  errors(): Promise<string[]>;
  diagnostics(): Promise<readonly Diagnostic[]>;
  completions(words: string): Promise<readonly CompletionItem[]>;
  /** The completion with this label, resolved; `from` tells those of several modules apart. */
  completion(words: string, label: string, from?: string): Promise<CompletionItem>;
  /** What can be done at these words, with their edits. */
  actions(words: string, only?: string): Promise<CodeAction[]>;
  /** The text after the edits. */
  after(edits: readonly TextEdit[]): string;
}

/** Opens it; its text is nowhere on disk. */
export function openModule(server: LanguageServer, uri: string, text: string): OpenModule {
  const document: Document = { textDocument: { uri } };
  let now = text;
  let version = 1;
  const module: OpenModule = {
    document,
    at: (words) => ({ ...document, position: placeOf(now, words) }),
    range: (words) => ({ start: placeOf(now, `|${words}`), end: placeOf(now, words) }),
    open: () => {
      server.notify("textDocument/didOpen", {
        textDocument: { uri, languageId: "typescript", version, text: now },
      });
    },
    change: (changed) => {
      now = changed;
      version += 1;
      server.notify("textDocument/didChange", {
        textDocument: { uri, version },
        contentChanges: [{ text: changed }],
      });
    },
    close: () => {
      server.notify("textDocument/didClose", document);
    },
    diagnostics: () => server.diagnose(uri),
    errors: async () =>
      (await server.diagnose(uri))
        .filter(({ severity }) => severity === 1)
        .map(
          ({ code, message }) => `${String(code)} ${typeof message === "string" ? message : message.value}`,
        ),
    completions: async (words) => {
      const answer = await server.request("textDocument/completion", {
        ...module.at(words),
        context: { triggerKind: 1 },
      });
      return answer === null ? [] : "items" in answer ? answer.items : answer;
    },
    completion: async (words, label, from) => {
      const items = await module.completions(words);
      const found = items.find(
        (item) => item.label === label && (from === undefined || item.labelDetails?.description === from),
      );
      assert.ok(found, `"${label}" is not among: ${items.map((item) => item.label).join(" ")}`);
      return server.request("completionItem/resolve", found);
    },
    actions: async (words, only) => {
      const range = module.range(words);
      const diagnostics = (await module.diagnostics()).filter(
        (each) => each.range.start.line === range.start.line,
      );
      const context = { diagnostics, ...(only === undefined ? {} : { only: [only] }) };
      const actions = await server.request("textDocument/codeAction", { ...document, range, context });
      return Promise.all(
        (actions ?? []).map(async (action) => {
          assert.ok(!isCommand(action), "a command, which nobody here can carry out");
          return action.edit === undefined ? await server.request("codeAction/resolve", action) : action;
        }),
      );
    },
    after: (edits) => {
      const from = (edit: TextEdit): number => offsetOf(now, edit.range.start);
      return [...edits]
        .sort((left, right) => from(right) - from(left))
        .reduce(
          (changed, edit) =>
            changed.slice(0, from(edit)) + edit.newText + changed.slice(offsetOf(now, edit.range.end)),
          now,
        );
    },
  };
  module.open();
  return module;
}

function isCommand(action: Command | CodeAction): action is Command {
  return typeof action.command === "string";
}

/** The edits of each file, by the last part of its name. */
export function editsByFile(edit: WorkspaceEdit | null): Record<string, readonly TextEdit[]> {
  assert.ok(edit);
  assert.equal(edit.documentChanges, undefined, "edits come as `changes`");
  const byName = Object.entries(edit.changes ?? {}).map(
    ([uri, edits]) => [uri.replace(/^.*\//, ""), edits] as const,
  );
  return Object.fromEntries(byName);
}

function placeOf(text: string, words: string): Position {
  const [before = "", behind = ""] = words.split("|");
  const found = text.indexOf(before + behind);
  assert.notEqual(found, -1, `"${words}" is not in the text`);
  const lines = text.slice(0, found + before.length).split("\n");
  return { line: lines.length - 1, character: (lines.at(-1) ?? "").length };
}

function offsetOf(text: string, { line, character }: Position): number {
  return (
    text
      .split("\n")
      .slice(0, line)
      .reduce((sum, each) => sum + each.length + 1, 0) + character
  );
}
