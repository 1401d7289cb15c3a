/** Answers of TypeScript 6's server in the form that TypeScript 7's have. */
import type {
  CodeAction,
  Command,
  CompletionItem,
  CompletionItemKind,
  CompletionList,
  DocumentSymbol,
  SemanticTokensLegend,
  TextEdit,
  WorkspaceEdit,
} from "vscode-languageserver-protocol";

const fileAndFolder: readonly (CompletionItemKind | undefined)[] = [17, 19];

/** Says what a name would be imported from where the list shows it, and not in the place of the type. */
export function withImportSource(
  answer: CompletionList | readonly CompletionItem[] | null,
): CompletionList | readonly CompletionItem[] | null {
  if (answer === null) return null;
  if (!("items" in answer)) return answer.map(sourceBeside);
  return { ...answer, items: answer.items.map(sourceBeside) };
}

function sourceBeside(item: CompletionItem): CompletionItem {
  const { detail, ...rest } = item;
  if (detail === undefined || item.labelDetails !== undefined || fileAndFolder.includes(item.kind))
    return item;
  return { ...rest, labelDetails: { description: detail } };
}

/** Only what is an edit, or becomes one when it is resolved. Refactorings are commands of the server's own and stay out. */
export function editsOnly(answer: readonly (Command | CodeAction)[] | null): readonly CodeAction[] | null {
  return (
    answer?.flatMap((action) => {
      if (!isCodeAction(action) || action.disabled !== undefined) return [];
      if (action.edit === undefined && action.data === undefined) return [];
      return [plainAction(action)];
    }) ?? null
  );
}

/** An action without what only the server could do. */
export function plainAction(given: CodeAction): CodeAction {
  const action = { ...given };
  delete action.command;
  if (action.edit !== undefined) action.edit = plainEdit(action.edit);
  if (action.kind !== undefined) action.kind = action.kind.replace(/^(source\..*)\.ts$/, "$1");
  return action;
}

function isCodeAction(action: Command | CodeAction): action is CodeAction {
  return typeof action.command !== "string";
}

function plainEdit(edit: WorkspaceEdit): WorkspaceEdit {
  const changes: Record<string, TextEdit[]> = { ...edit.changes };
  for (const change of edit.documentChanges ?? [])
    if ("textDocument" in change)
      changes[change.textDocument.uri] = [
        ...(changes[change.textDocument.uri] ?? []),
        ...change.edits.filter((each): each is TextEdit => "newText" in each),
      ];
  return { changes };
}

/** Names in the order of the text; the server sorts them by the alphabet. */
export function inOrder(symbols: readonly DocumentSymbol[] | null): readonly DocumentSymbol[] | null {
  return (
    symbols
      ?.map((symbol) => ({ ...symbol, children: [...(inOrder(symbol.children ?? null) ?? [])] }))
      .sort((left, right) => byStart(left.range.start, right.range.start)) ?? null
  );
}

function byStart(left: DocumentSymbol["range"]["start"], right: DocumentSymbol["range"]["start"]): number {
  return left.line - right.line || left.character - right.character;
}

/** With the protocol's word for methods, which themes have a colour for. */
export function plainLegend(legend: SemanticTokensLegend): SemanticTokensLegend {
  return { ...legend, tokenTypes: legend.tokenTypes.map((type) => (type === "member" ? "method" : type)) };
}
