/** Completion inside of strings and hovers from what the running kernel knows; marked as such, and absent where there is none. */
import * as vscode from "vscode";
import { expressionAt } from "../../notebook/live/expression-at.ts";
import type { CodeRange } from "../../notebook/live/literal-at.ts";
import { questionsAt } from "../../notebook/live/questions-at.ts";
import { requestOf, suggestionsFor } from "../../protocol/suggestions.ts";
import type { Suggestion } from "../../protocol/suggestions.ts";
import { valueMarkdown } from "../../protocol/value-markdown.ts";
import type { Kernels } from "../kernel/kernels.ts";
import { cellLanguages } from "./cell-language.ts";
import { LiveKnowledge } from "./live-knowledge.ts";

const selector: vscode.DocumentSelector = [
  ...cellLanguages.map((language) => ({ language, notebookType: "pipenb" })),
  { language: "pipenb" },
];

/** A space goes on in SQL. */
const triggers = ['"', "'", "`", "/", ".", " "];

/** What is suggested at a place, asked of the kernel once however many want to know. */
interface Answer {
  readonly document: vscode.TextDocument;
  readonly version: number;
  readonly position: vscode.Position;
  readonly items: Promise<vscode.CompletionItem[]>;
}

export class LiveProviders implements vscode.Disposable {
  readonly #knowledge: LiveKnowledge;
  readonly #registered: vscode.Disposable;
  #last: Answer | undefined;

  constructor(kernels: Kernels, log: vscode.LogOutputChannel) {
    this.#knowledge = new LiveKnowledge(kernels, log);
    const completion: vscode.CompletionItemProvider = {
      provideCompletionItems: (document, position, token) => this.#completions(document, position, token),
    };
    this.#registered = vscode.Disposable.from(
      this.#knowledge,
      vscode.languages.registerCompletionItemProvider(selector, completion, ...triggers),
      vscode.languages.registerHoverProvider(selector, {
        provideHover: (document, position, token) => hover(this.#knowledge, document, position, token),
      }),
    );
  }

  dispose(): void {
    this.#registered.dispose();
  }

  /** The labels of what is suggested here, for others who would suggest the same by its type. */
  async labelsAt(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<ReadonlySet<string>> {
    const items = await this.#completions(document, position, token);
    return new Set(items.map(({ label }) => (typeof label === "string" ? label : label.label)));
  }

  #completions(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.CompletionItem[]> {
    const { version } = document;
    const last = this.#last;
    if (last?.document === document && last.version === version && last.position.isEqual(position))
      return last.items;
    const items = completions(this.#knowledge, document, position, token);
    this.#last = { document, version, position, items };
    // Another kernel, or the same after a cell, may answer the same place otherwise.
    void items.finally(() => {
      if (this.#last?.items === items) this.#last = undefined;
    });
    return items;
  }
}

async function completions(
  knowledge: LiveKnowledge,
  document: vscode.TextDocument,
  position: vscode.Position,
  token: vscode.CancellationToken,
): Promise<vscode.CompletionItem[]> {
  const items: vscode.CompletionItem[] = [];
  for (const question of questionsAt(document.getText(), document.offsetAt(position))) {
    const told = await knowledge.ask(document, requestOf(question), token);
    const ranges = rangesOf(document, position, question.range);
    suggestionsFor(question, told?.known).forEach((suggestion) => {
      items.push(toItem(suggestion, ranges, items.length));
    });
  }
  return items;
}

interface Ranges {
  readonly inserting: vscode.Range;
  readonly replacing: vscode.Range;
}

function rangesOf(document: vscode.TextDocument, position: vscode.Position, { from, to }: CodeRange): Ranges {
  const start = document.positionAt(from);
  // What is replaced must be of one line.
  const end = document.positionAt(to);
  const replacing = end.line === position.line ? end : position;
  return { inserting: new vscode.Range(start, position), replacing: new vscode.Range(start, replacing) };
}

const kinds: Readonly<Record<Suggestion["kind"], vscode.CompletionItemKind>> = {
  column: vscode.CompletionItemKind.Field,
  table: vscode.CompletionItemKind.Struct,
  frame: vscode.CompletionItemKind.Variable,
  query: vscode.CompletionItemKind.Struct,
  file: vscode.CompletionItemKind.File,
  folder: vscode.CompletionItemKind.Folder,
  keyword: vscode.CompletionItemKind.Keyword,
  function: vscode.CompletionItemKind.Function,
};

function toItem(
  { kind, label, insert, detail, brief }: Suggestion,
  range: Ranges,
  order: number,
): vscode.CompletionItem {
  const item = new vscode.CompletionItem({ label, description: brief ?? detail }, kinds[kind]);
  item.insertText = insert;
  item.range = range;
  item.filterText = label;
  item.detail = detail;
  // Before what others suggest, in the order of the frame or folder.
  item.sortText = `!${String(order).padStart(5, "0")}`;
  if (kind === "folder") item.command = { title: "Suggest", command: "editor.action.triggerSuggest" };
  return item;
}

async function hover(
  knowledge: LiveKnowledge,
  document: vscode.TextDocument,
  position: vscode.Position,
  token: vscode.CancellationToken,
): Promise<vscode.Hover | undefined> {
  const place = expressionAt(document.getText(), document.offsetAt(position));
  if (place === undefined) return undefined;
  const { expression, range } = place;
  const told = await knowledge.ask(document, { about: "value", expression }, token);
  const value = told?.known.value;
  // What functions are their types tell better.
  if (value === undefined || value.type === "function" || value.type === "Module") return undefined;
  const when = told?.isKept === true ? "Before the running cell" : "When last run";
  const text = new vscode.MarkdownString(`*${when}:* ${valueMarkdown(value)}`);
  return new vscode.Hover(
    text,
    new vscode.Range(document.positionAt(range.from), document.positionAt(range.to)),
  );
}
