/** What changes cells for the user: mends for problems, imports in order, formatting. */
import * as vscode from "vscode";
import type { CellAction } from "../../language/service/questions.ts";
import { addPackageCommand } from "../front-matter/add-package.ts";
import { frontMatterLanguage } from "../front-matter/front-matter-cell.ts";
import type { NotebookLanguage } from "./notebook-language.ts";
import { fromRange, toRange, toWorkspaceEdit } from "./to-editor.ts";

const organize = vscode.CodeActionKind.SourceOrganizeImports;
const organizeNotebook = vscode.CodeActionKind.Notebook.append("source.organizeImports");

/** What is to be done to the whole notebook when it is saved, the editor asks of its first cell, which may hold no code. */
const notebookActions: vscode.DocumentSelector = [
  { language: frontMatterLanguage, notebookType: "pipenb" },
  { language: "markdown", notebookType: "pipenb" },
];

export function registerChanges(
  language: NotebookLanguage,
  selector: vscode.DocumentSelector,
): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.languages.registerCodeActionsProvider(
      selector,
      {
        provideCodeActions: async (document, range, { only }, token) => {
          const asker = language.askerOf(document);
          if (asker === undefined) return undefined;
          if (only !== undefined && (only.intersects(organize) || only.intersects(organizeNotebook)))
            return organized(language, document, only, token);
          if (only !== undefined && !only.intersects(vscode.CodeActionKind.QuickFix)) return undefined;
          const found = await language.ask("actions", { ...asker, range: fromRange(range) }, token);
          return found?.map((action) => toAction(language, document, asker.key, action));
        },
      },
      { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix, organize, organizeNotebook] },
    ),
    vscode.languages.registerCodeActionsProvider(
      notebookActions,
      {
        provideCodeActions: (document, _range, { only }, token) =>
          only?.intersects(organizeNotebook) === true
            ? organized(language, document, only, token)
            : undefined,
      },
      { providedCodeActionKinds: [organizeNotebook] },
    ),
    vscode.languages.registerDocumentFormattingEditProvider(selector, {
      provideDocumentFormattingEdits: (document, options, token) =>
        formatted(language, document, undefined, options, token),
    }),
    vscode.languages.registerDocumentRangeFormattingEditProvider(selector, {
      provideDocumentRangeFormattingEdits: (document, range, options, token) =>
        formatted(language, document, range, options, token),
    }),
  );
}

async function organized(
  language: NotebookLanguage,
  document: vscode.TextDocument,
  only: vscode.CodeActionKind,
  token: vscode.CancellationToken,
): Promise<vscode.CodeAction[] | undefined> {
  const isWhole = only.intersects(organizeNotebook);
  const key = language.keyOf(document);
  if (key === undefined) return undefined;
  const asked = isWhole ? { key } : language.askerOf(document);
  if (asked === undefined) return undefined;
  const edits = await language.ask("organizeImports", asked, token);
  if (edits === undefined || edits.cells.length === 0) return [];
  const action = new vscode.CodeAction("Organize Imports", isWhole ? organizeNotebook : organize);
  action.edit = toWorkspaceEdit(language, key, edits);
  return [action];
}

function toAction(
  language: NotebookLanguage,
  document: vscode.TextDocument,
  key: string,
  { title, kind, isPreferred, edits, package: name }: CellAction,
): vscode.CodeAction {
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.Empty.append(kind));
  action.isPreferred = isPreferred;
  if (name === undefined) action.edit = toWorkspaceEdit(language, key, edits);
  else action.command = { title, command: addPackageCommand, arguments: [document.uri, name] };
  return action;
}

async function formatted(
  language: NotebookLanguage,
  document: vscode.TextDocument,
  range: vscode.Range | undefined,
  { tabSize, insertSpaces }: vscode.FormattingOptions,
  token: vscode.CancellationToken,
): Promise<vscode.TextEdit[] | undefined> {
  const asker = language.askerOf(document);
  if (asker === undefined) return undefined;
  const options = { tabSize, insertSpaces };
  const wanted = range === undefined ? {} : { range: fromRange(range) };
  const { isTrusted } = vscode.workspace;
  const edits = await language.ask("format", { ...asker, ...wanted, options, isTrusted }, token);
  return edits?.map((edit) => new vscode.TextEdit(toRange(edit.range), edit.newText));
}
