/** Writes a notebook as a Jupyter notebook, nbformat 4.5. */
import { writeHead } from "../format/write-head.ts";
import type { Cell, Notebook } from "../model.ts";
import { ATTACHMENTS, CELL_TYPE, METADATA, TAGS } from "./own-attributes.ts";
import { parsedJson } from "../parsed-json.ts";

/** What running a cell gave, as nbformat has it. */
export interface CellResult {
  readonly executionCount: number | null;
  /** Output objects of nbformat. */
  readonly outputs: readonly unknown[];
}

/** The JSON of the notebook, with the results of its cells by their index. */
export function toIpynb(notebook: Notebook, results?: ReadonlyMap<number, CellResult>): string {
  const ids = cellIds(notebook.cells);
  const json = {
    cells: notebook.cells.map((cell, index) => ipynbCell(cell, ids[index] ?? "", results?.get(index))),
    metadata: {
      kernelspec: { display_name: "TypeScript (pipenb)", language: "typescript", name: "pipenb" },
      language_info: { file_extension: ".ts", mimetype: "text/x-typescript", name: "typescript" },
      ...(notebook.frontMatter.title === undefined ? {} : { title: notebook.frontMatter.title }),
      pipenb: { head: writeHead(notebook), frontMatter: notebook.frontMatter },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
  return `${JSON.stringify(json, null, 1)}\n`;
}

function ipynbCell(cell: Cell, id: string, result: CellResult | undefined): object {
  const isRaw = cell.attributes.get(CELL_TYPE) === "raw";
  const attachments = jsonObject(cell.attributes.get(ATTACHMENTS));
  const common = { id, metadata: cellMetadata(cell), source: sourceLines(cell.text) };
  if (cell.kind === "markdown") {
    const extra = attachments === undefined ? {} : { attachments };
    return { cell_type: isRaw ? "raw" : "markdown", ...extra, ...common };
  }
  return {
    cell_type: "code",
    execution_count: result?.executionCount ?? null,
    ...common,
    outputs: result?.outputs ?? [],
  };
}

function cellMetadata(cell: Cell): object {
  const { tags: otherTags, ...other } = jsonObject(cell.attributes.get(METADATA)) ?? {};
  const tags = [
    ...(cell.kind === "parameters" ? ["parameters"] : []),
    ...(cell.attributes.get(TAGS)?.split(",") ?? []).filter((tag) => tag !== ""),
    ...(Array.isArray(otherTags) ? (otherTags as readonly unknown[]) : []), // SAFETY: any array is one of unknown.
  ];
  const attributes = [...cell.attributes];
  return {
    ...other,
    ...(cell.name === undefined ? {} : { name: cell.name }),
    ...(tags.length === 0 && otherTags === undefined
      ? {}
      : { tags: tags.length === 0 ? otherTags : [...new Set(tags)] }),
    ...(attributes.length === 0 ? {} : { pipenb: { attributes } }),
  };
}

/** The object a JSON text holds; undefined for no text and for anything else. */
function jsonObject(text: string | undefined): Record<string, unknown> | undefined {
  if (text === undefined) return undefined;
  const value = parsedJson(text);
  return isRecord(value) ? value : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Lines with their line ends, as nbformat keeps text. */
function sourceLines(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+/g) ?? [];
}

/** Ids for the cells of a Jupyter notebook: the same notebook gets the same ids each time. */

/** One id for each cell: its name where that makes one, else its number. All differ. */
function cellIds(cells: readonly Cell[]): readonly string[] {
  const taken = new Set<string>();
  return cells.map((cell, index) => {
    const wanted =
      cell.name !== undefined && /^[a-zA-Z0-9_-]{1,64}$/.test(cell.name) ? cell.name : `cell-${index + 1}`;
    let id = wanted;
    for (let count = 2; taken.has(id); count += 1) id = `${wanted.slice(0, 48)}-${count}`;
    taken.add(id);
    return id;
  });
}
