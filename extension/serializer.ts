/** Opens and saves `.pipenb` files in the editor. */
import * as vscode from "vscode";
import { decodeText } from "../notebook/format/decode.ts";
import { parseNotebook } from "../notebook/format/parse.ts";
import { writeNotebook } from "../notebook/format/write.ts";
import type { Notebook } from "../notebook/model.ts";
import { metadataKey } from "./cell-places.ts";
import { toEditorCells, withEditorCells } from "./cell-data.ts";
import type { EditorCell, Origin } from "./cell-data.ts";
import { frontMatterLanguage, isFrontMatter } from "./front-matter/front-matter-cell.ts";
import { languageOfCells } from "./language/cell-language.ts";
import type { OutputCache } from "./outputs/output-cache.ts";
import { ranAs } from "./outputs/ran-as.ts";
import { restoredCell } from "./outputs/restore-cell.ts";

function languageOf({ markup, isFrontMatter: isYaml }: EditorCell): string {
  if (isYaml === true) return frontMatterLanguage;
  return markup ? "markdown" : languageOfCells();
}

export class PipenbSerializer implements vscode.NotebookSerializer {
  readonly #outputs: OutputCache;

  constructor(outputs: OutputCache) {
    this.#outputs = outputs;
  }

  /** Rejects for bytes that are not UTF-8 text: saving them as text would destroy them. */
  async deserializeNotebook(bytes: Uint8Array): Promise<vscode.NotebookData> {
    const decoded = decodeText(bytes);
    if (decoded.kind !== "text")
      throw new Error(`Line ${decoded.line}, column ${decoded.column}: ${decoded.message} ${decoded.remedy}`);
    const { notebook } = parseNotebook(decoded.text);
    const read = toEditorCells(notebook);
    const cells = read.map((each) => {
      const kind = each.markup ? vscode.NotebookCellKind.Markup : vscode.NotebookCellKind.Code;
      const cell = new vscode.NotebookCellData(kind, each.text, languageOf(each));
      if (each.origin !== undefined) cell.metadata = { [metadataKey]: each.origin };
      return cell;
    });
    const counts = (_each: unknown, index: number): boolean => read[index]?.isFrontMatter !== true;
    await this.#restore(bytes, read.filter(counts), cells.filter(counts));
    const data = new vscode.NotebookData(cells);
    data.metadata = { [metadataKey]: { ...notebook, cells: [] } };
    return data;
  }

  serializeNotebook(data: vscode.NotebookData): Uint8Array {
    // SAFETY: written by deserializeNotebook; a notebook made by the editor has none and starts from an empty file.
    const notebook = (data.metadata?.[metadataKey] ?? parseNotebook("").notebook) as Notebook;
    const cells = data.cells.map((cell) => ({
      markup: cell.kind === vscode.NotebookCellKind.Markup,
      text: cell.value,
      // SAFETY: as above.
      origin: cell.metadata?.[metadataKey] as Origin | undefined,
      isFrontMatter: isFrontMatter(cell),
    }));
    return new TextEncoder().encode(writeNotebook(withEditorCells(notebook, cells)));
  }

  async #restore(
    bytes: Uint8Array,
    read: readonly EditorCell[],
    cells: readonly vscode.NotebookCellData[],
  ): Promise<void> {
    const now = ranAs(read);
    const present = read.map(({ markup, origin }, index) => ({
      key: now[index]?.key ?? "",
      markup,
      name: origin?.name,
    }));
    const kept = await this.#outputs.find(bytes, present);
    for (const [index, cell] of cells.entries()) {
      const [found, ran] = [kept[index], now[index]];
      if (found !== undefined && ran !== undefined) Object.assign(cell, restoredCell(found, ran));
    }
  }
}
