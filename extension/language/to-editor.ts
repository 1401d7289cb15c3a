/** The Language Server Protocol's words as the editor's own objects, and back. */
import * as vscode from "vscode";
import type { Edits, Target } from "../../language/service/questions.ts";
import type { Position, Range } from "../../language/module/line-index.ts";
import type { NotebookLanguage } from "./notebook-language.ts";
import { readOnlyUri } from "./read-only-files.ts";

export function toRange({ start, end }: Range): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

export function fromPosition({ line, character }: vscode.Position): Position {
  return { line, character };
}

export function fromRange({ start, end }: vscode.Range): Range {
  return { start: fromPosition(start), end: fromPosition(end) };
}

/** Text of packages and cells, which may hold links but never HTML or commands. */
export function toMarkdown(text: string): vscode.MarkdownString {
  return new vscode.MarkdownString(text);
}

/** undefined for a cell that is not there any more. */
export function toLocation(
  language: NotebookLanguage,
  key: string,
  target: Target,
): vscode.Location | undefined {
  const range = toRange(target.range);
  if (target.kind === "file") return new vscode.Location(readOnlyUri(vscode.Uri.parse(target.uri)), range);
  const document = language.documentOf(key, target.cell);
  return document === undefined ? undefined : new vscode.Location(document.uri, range);
}

export function toWorkspaceEdit(language: NotebookLanguage, key: string, edits: Edits): vscode.WorkspaceEdit {
  const all = new vscode.WorkspaceEdit();
  for (const { cell, edits: inCell } of edits.cells) {
    const document = language.documentOf(key, cell);
    if (document === undefined) continue;
    all.set(
      document.uri,
      inCell.map(({ range, newText }) => new vscode.TextEdit(toRange(range), newText)),
    );
  }
  for (const { uri, edits: inFile } of edits.files)
    all.set(
      vscode.Uri.parse(uri),
      inFile.map(({ range, newText }) => new vscode.TextEdit(toRange(range), newText)),
    );
  return all;
}
