/** Completion in cells, with imports that go into the cell at hand. */
import type { CompletionItem } from "vscode-languageserver-protocol";
import * as vscode from "vscode";
import type { NotebookLanguage } from "./notebook-language.ts";
import { fromPosition, toMarkdown, toRange } from "./to-editor.ts";

const triggers = [".", '"', "'", "`", "/", "@", "<", "#", " ", "*"];

/** An item that knows what it is called in the language thread. */
class CellItem extends vscode.CompletionItem {
  readonly key: string;
  readonly list: number;
  readonly index: number;

  constructor({ label, labelDetails }: CompletionItem, key: string, list: number, index: number) {
    super(
      labelDetails === undefined
        ? label
        : {
            label,
            ...(labelDetails.detail === undefined ? {} : { detail: labelDetails.detail }),
            ...(labelDetails.description === undefined ? {} : { description: labelDetails.description }),
          },
    );
    this.key = key;
    this.list = list;
    this.index = index;
  }
}

/** The labels of what somebody else suggests at a place. */
export type LabelsAt = (
  document: vscode.TextDocument,
  position: vscode.Position,
  token: vscode.CancellationToken,
) => Promise<ReadonlySet<string>>;

export function registerCompletion(
  language: NotebookLanguage,
  selector: vscode.DocumentSelector,
  labelsOfOthers: LabelsAt,
): vscode.Disposable {
  const provider: vscode.CompletionItemProvider<CellItem> = {
    provideCompletionItems: async (document, position, token, { triggerCharacter }) => {
      const asker = language.askerOf(document);
      if (asker === undefined || isIdle(document, position, triggerCharacter)) return undefined;
      const others = labelsOfOthers(document, position, token);
      const found = await language.ask(
        "completion",
        {
          ...asker,
          position: fromPosition(position),
          ...(triggerCharacter === undefined ? {} : { trigger: triggerCharacter }),
        },
        token,
      );
      if (found === undefined) return undefined;
      const told = await others;
      const items = found.items
        .map((item, index) => toItem(item, new CellItem(item, asker.key, found.list, index)))
        .filter(({ label }) => typeof label !== "string" || !told.has(label));
      return new vscode.CompletionList(items, found.isIncomplete);
    },
    resolveCompletionItem: async (item, token) => {
      const { key, list, index } = item;
      const resolved = await language.ask("resolveCompletion", { key, list, index }, token);
      if (resolved === undefined) return item;
      if (resolved.detail !== undefined) item.detail = resolved.detail;
      if (resolved.documentation !== undefined) item.documentation = toMarkdown(resolved.documentation);
      if (resolved.edits.length > 0)
        item.additionalTextEdits = resolved.edits.map(
          ({ range, newText }) => new vscode.TextEdit(toRange(range), newText),
        );
      return item;
    },
  };
  return vscode.languages.registerCompletionItemProvider(selector, provider, ...triggers);
}

/** A space asks for something only behind `import`, a star only in the comment that it opens. */
function isIdle(
  document: vscode.TextDocument,
  position: vscode.Position,
  trigger: string | undefined,
): boolean {
  if (trigger !== " " && trigger !== "*") return false;
  const before = document.lineAt(position.line).text.slice(0, position.character);
  return trigger === " " ? !/^\s*import\b.*\s$/.test(before) : !before.endsWith("/**");
}

/** In the order of the protocol's numbers, which begin with 1. */
const kinds: readonly vscode.CompletionItemKind[] = [
  vscode.CompletionItemKind.Text,
  vscode.CompletionItemKind.Method,
  vscode.CompletionItemKind.Function,
  vscode.CompletionItemKind.Constructor,
  vscode.CompletionItemKind.Field,
  vscode.CompletionItemKind.Variable,
  vscode.CompletionItemKind.Class,
  vscode.CompletionItemKind.Interface,
  vscode.CompletionItemKind.Module,
  vscode.CompletionItemKind.Property,
  vscode.CompletionItemKind.Unit,
  vscode.CompletionItemKind.Value,
  vscode.CompletionItemKind.Enum,
  vscode.CompletionItemKind.Keyword,
  vscode.CompletionItemKind.Snippet,
  vscode.CompletionItemKind.Color,
  vscode.CompletionItemKind.File,
  vscode.CompletionItemKind.Reference,
  vscode.CompletionItemKind.Folder,
  vscode.CompletionItemKind.EnumMember,
  vscode.CompletionItemKind.Constant,
  vscode.CompletionItemKind.Struct,
  vscode.CompletionItemKind.Event,
  vscode.CompletionItemKind.Operator,
  vscode.CompletionItemKind.TypeParameter,
];

/** No character accepts an item: a dot behind a name that is not declared yet would put another name there. */
function toItem(from: CompletionItem, item: CellItem): CellItem {
  const { kind, sortText, filterText, insertText, detail, tags, preselect, textEdit } = from;
  const known = kinds[(kind ?? 0) - 1];
  if (known !== undefined) item.kind = known;
  if (sortText !== undefined) item.sortText = sortText;
  if (filterText !== undefined) item.filterText = filterText;
  if (insertText !== undefined) item.insertText = insertText;
  if (detail !== undefined) item.detail = detail;
  if (tags?.includes(1)) item.tags = [vscode.CompletionItemTag.Deprecated];
  if (preselect !== undefined) item.preselect = preselect;
  if (textEdit === undefined) return item;
  item.insertText = textEdit.newText;
  item.range =
    "range" in textEdit
      ? toRange(textEdit.range)
      : { inserting: toRange(textEdit.insert), replacing: toRange(textEdit.replace) };
  return item;
}
