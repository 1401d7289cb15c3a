/** Names in outlines and in "Go to Symbol": of cells, and below them of what they declare; and the folds of a notebook that is open as text. */
import * as vscode from "vscode";
import type { DocumentSymbol } from "vscode-languageserver-protocol";
import { cellLabel, fileParts } from "../../notebook/outline.ts";
import type { FilePart } from "../../notebook/outline.ts";
import { originOf } from "../cell-places.ts";
import { cellLanguage } from "./cell-language.ts";
import { toRange } from "./to-editor.ts";

/** What a document declares; nothing where nobody can say. */
type DeclaredIn = (
  document: vscode.TextDocument,
  token: vscode.CancellationToken,
) => Promise<readonly DocumentSymbol[]>;

/** Registers the names of cells in notebooks, and of the parts of a notebook that is open as text. */
export function registerSymbols(declaredIn: DeclaredIn): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.languages.registerDocumentSymbolProvider(
      { language: "pipenb" },
      {
        provideDocumentSymbols: async (document, token) =>
          ofText(document, (await declaredIn(document, token)).map(toSymbol)),
      },
    ),
    new CellSymbols(declaredIn),
  );
}

/**
 * The editor gives every code cell an entry of its own in outlines, named by its first line, and puts the cell's symbols below; so a
 * name is the topmost symbol. It asks again only for another provider, which it therefore gets when names change.
 */
class CellSymbols implements vscode.Disposable {
  readonly #declaredIn: DeclaredIn;
  readonly #names = new WeakMap<vscode.NotebookDocument, string>();
  readonly #listening: vscode.Disposable;
  #registered: vscode.Disposable;

  constructor(declaredIn: DeclaredIn) {
    this.#declaredIn = declaredIn;
    this.#registered = this.#register();
    this.#listening = vscode.workspace.onDidChangeNotebookDocument(({ notebook }) => {
      if (notebook.notebookType !== "pipenb") return;
      const names = namesIn(notebook);
      const before = this.#names.get(notebook);
      this.#names.set(notebook, names);
      if (before === names) return;
      this.#registered.dispose();
      this.#registered = this.#register();
    });
  }

  dispose(): void {
    this.#listening.dispose();
    this.#registered.dispose();
  }

  #register(): vscode.Disposable {
    return vscode.languages.registerDocumentSymbolProvider(
      { language: cellLanguage, notebookType: "pipenb" },
      {
        provideDocumentSymbols: async (document, token) =>
          ofCell(document, (await this.#declaredIn(document, token)).map(toSymbol)),
      },
    );
  }
}

function namesIn(notebook: vscode.NotebookDocument): string {
  return JSON.stringify(notebook.getCells().map((cell) => nameOf(cell) ?? null));
}

/** A name that says more than the cell's first line. */
function nameOf(cell: vscode.NotebookCell): string | undefined {
  const { kind = "code", name } = originOf(cell) ?? {};
  return kind === "code" && name === undefined ? undefined : cellLabel({ kind, name }, "");
}

function ofCell(
  document: vscode.TextDocument,
  declared: readonly vscode.DocumentSymbol[],
): vscode.DocumentSymbol[] {
  const cell = vscode.workspace.notebookDocuments
    .flatMap((notebook) => notebook.getCells())
    .find((each) => each.document === document);
  const name = cell === undefined ? undefined : nameOf(cell);
  if (name === undefined) return [...declared];
  const whole = new vscode.Range(0, 0, document.lineCount, 0);
  return [symbol(name, vscode.SymbolKind.Module, document.validateRange(whole), declared)];
}

function ofText(
  document: vscode.TextDocument,
  declared: readonly vscode.DocumentSymbol[],
): vscode.DocumentSymbol[] {
  return fileParts(document.getText()).map((part) => {
    const own = declared.filter(
      ({ range }) => range.start.line >= part.firstLine && range.end.line <= part.lastLine,
    );
    return symbol(part.name, kinds[part.kind], linesOf(document, part), own);
  });
}

const kinds: Readonly<Record<FilePart["kind"], vscode.SymbolKind>> = {
  frontMatter: vscode.SymbolKind.Package,
  markdown: vscode.SymbolKind.String,
  parameters: vscode.SymbolKind.Module,
  code: vscode.SymbolKind.Module,
};

function symbol(
  name: string,
  kind: vscode.SymbolKind,
  range: vscode.Range,
  children: readonly vscode.DocumentSymbol[],
): vscode.DocumentSymbol {
  const made = new vscode.DocumentSymbol(name, "", kind, range, new vscode.Range(range.start, range.start));
  made.children = [...children];
  return made;
}

function linesOf(document: vscode.TextDocument, { firstLine, lastLine }: FilePart): vscode.Range {
  return document.validateRange(new vscode.Range(firstLine, 0, lastLine, Number.MAX_SAFE_INTEGER));
}

function toSymbol({
  name,
  detail,
  kind,
  range,
  selectionRange,
  children,
}: DocumentSymbol): vscode.DocumentSymbol {
  const made = new vscode.DocumentSymbol(
    name === "" ? "…" : name,
    detail ?? "",
    symbolKinds[kind - 1] ?? vscode.SymbolKind.Variable,
    toRange(range),
    toRange(selectionRange),
  );
  made.children = (children ?? []).map(toSymbol);
  return made;
}

/** In the order of the protocol's numbers, which begin with 1. */
const symbolKinds: readonly vscode.SymbolKind[] = [
  vscode.SymbolKind.File,
  vscode.SymbolKind.Module,
  vscode.SymbolKind.Namespace,
  vscode.SymbolKind.Package,
  vscode.SymbolKind.Class,
  vscode.SymbolKind.Method,
  vscode.SymbolKind.Property,
  vscode.SymbolKind.Field,
  vscode.SymbolKind.Constructor,
  vscode.SymbolKind.Enum,
  vscode.SymbolKind.Interface,
  vscode.SymbolKind.Function,
  vscode.SymbolKind.Variable,
  vscode.SymbolKind.Constant,
  vscode.SymbolKind.String,
  vscode.SymbolKind.Number,
  vscode.SymbolKind.Boolean,
  vscode.SymbolKind.Array,
  vscode.SymbolKind.Object,
  vscode.SymbolKind.Key,
  vscode.SymbolKind.Null,
  vscode.SymbolKind.EnumMember,
  vscode.SymbolKind.Struct,
  vscode.SymbolKind.Event,
  vscode.SymbolKind.Operator,
  vscode.SymbolKind.TypeParameter,
];

/** The front matter and each cell of a notebook that is open as text fold to their first lines. */
export function registerTextFolds(): vscode.Disposable {
  return vscode.languages.registerFoldingRangeProvider(
    { language: "pipenb" },
    {
      provideFoldingRanges: (document) =>
        fileParts(document.getText())
          .filter(({ firstLine, lastLine }) => lastLine > firstLine)
          .map(
            ({ firstLine, lastLine }) =>
              new vscode.FoldingRange(firstLine, lastLine, vscode.FoldingRangeKind.Region),
          ),
    },
  );
}
