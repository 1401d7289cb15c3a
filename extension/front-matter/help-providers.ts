/** Completion and hover in the front matter, in its cell and in a notebook that is open as text; and what outlines call its cell. */
import * as vscode from "vscode";
import type { FrontMatterSuggestion } from "../../notebook/front-matter-help/complete.ts";
import { frontMatterLanguage, isFrontMatter } from "./front-matter-cell.ts";

const selector: vscode.DocumentSelector = [{ language: "pipenb" }, { language: frontMatterLanguage }];

/** The cell's text as the file has it. */
const [opening, closing] = ["/* ---\n", "\n--- */\n"];

/** Where questions about a document are asked: in the text of a file, `before` its own first character. */
function fileOf(document: vscode.TextDocument): { readonly text: string; readonly before: number } {
  const text = document.getText();
  if (!isFrontMatter(document)) return { text, before: 0 };
  return { text: opening + text + closing, before: opening.length };
}

/** What answers is loaded with the first question. */
export function registerFrontMatterHelp(): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.languages.registerCompletionItemProvider(
      selector,
      {
        provideCompletionItems: async (document, position) => {
          const { completeFrontMatter } = await import("../../notebook/front-matter-help/complete.ts");
          const { knownVersions } = await import("./known-versions.ts");
          const versions = await knownVersions(document.uri.fsPath);
          const { text, before } = fileOf(document);
          const found = completeFrontMatter(text, before + document.offsetAt(position), versions);
          return found.map((suggestion) => toItem(document, moved(suggestion, -before)));
        },
      },
      " ",
      ":",
      "-",
      "{",
      "[",
      ",",
    ),
    vscode.languages.registerHoverProvider(selector, {
      provideHover: async (document, position) => {
        const { hoverFrontMatter } = await import("../../notebook/front-matter-help/hover.ts");
        const { text, before } = fileOf(document);
        const found = hoverFrontMatter(text, before + document.offsetAt(position));
        if (found === undefined) return undefined;
        const range = toRange(document, moved(found, -before));
        return new vscode.Hover(new vscode.MarkdownString(found.markdown), range);
      },
    }),
  );
}

function moved<Place extends { readonly start: number; readonly end: number }>(
  place: Place,
  by: number,
): Place {
  return { ...place, start: place.start + by, end: place.end + by };
}

function toItem(document: vscode.TextDocument, suggestion: FrontMatterSuggestion): vscode.CompletionItem {
  const { kind, label, snippet, detail, documentation, rank } = suggestion;
  const isKey = kind === "key";
  const item = new vscode.CompletionItem(
    detail === undefined || detail === "" ? label : { label, description: detail },
    isKey ? vscode.CompletionItemKind.Property : vscode.CompletionItemKind.Value,
  );
  item.insertText = new vscode.SnippetString(snippet);
  item.range = toRange(document, suggestion);
  item.sortText = String(rank).padStart(3, "0");
  item.filterText = label;
  if (documentation !== undefined) item.documentation = new vscode.MarkdownString(documentation);
  // What comes behind a key is asked for at once.
  if (isKey && snippet.includes("$0"))
    item.command = { title: "Suggest", command: "editor.action.triggerSuggest" };
  return item;
}

function toRange(
  document: vscode.TextDocument,
  { start, end }: { readonly start: number; readonly end: number },
): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}

/** Outlines and "Go to Symbol" call the cell by what it is, and not by its first line. */
export function registerOutlineName(): vscode.Disposable {
  return vscode.languages.registerDocumentSymbolProvider(
    { language: frontMatterLanguage, notebookType: "pipenb" },
    {
      provideDocumentSymbols: (document) => {
        const whole = document.validateRange(new vscode.Range(0, 0, document.lineCount, 0));
        const start = new vscode.Range(whole.start, whole.start);
        return [new vscode.DocumentSymbol("front matter", "", vscode.SymbolKind.Package, whole, start)];
      },
    },
  );
}
