/** A notebook to the text of its file. */
import { stringify } from "yaml";
import type { FrontMatter } from "../front-matter.ts";
import type { Cell, Notebook } from "../model.ts";
import { toLines } from "./cell-text.ts";
import { isMarker, writeMarker } from "./marker.ts";
import { defaultFrontMatter } from "./parse-front-matter.ts";

/** What was read from a file and not edited keeps its bytes; everything else is written in the notebook's own line ending. */
export function writeNotebook(notebook: Notebook): string {
  const { eol, head, cells } = notebook;
  let text = head ?? writeHead(notebook.frontMatter, eol);
  cells.forEach((cell, index) => {
    const source = sourceOf(cell, eol, index === 0);
    const onNewLine = text === "" || text.endsWith("\n") || text === "\uFEFF" || source === "";
    text += (onNewLine ? "" : eol) + source;
  });
  return text;
}

/** The bytes of a cell. One without a marker line needs one as soon as it is not the first any more. */
function sourceOf(cell: Cell, eol: string, first: boolean): string {
  const { source } = cell;
  if (source !== undefined)
    return first || isMarker(source.split(/\r?\n/, 1)[0] ?? "") ? source : writeMarker(cell) + eol + source;
  const body = cell.text === "" ? [] : toLines(cell.text, cell.kind);
  return [writeMarker(cell), ...body, "", ""].join(eol);
}

/** Only what differs from the defaults is written. */
function writeHead(frontMatter: FrontMatter, eol: string): string {
  const yaml = stringify(withoutDefaults(frontMatter, defaultFrontMatter)).trimEnd();
  return ["/* ---", ...yaml.split("\n"), "--- */", "", ""].join(eol);
}

function withoutDefaults(value: object, defaults: object): object {
  const kept = Object.entries(value).flatMap(([key, each]: [string, unknown]) => {
    const usual: unknown = Reflect.get(defaults, key);
    if (key === "pipenb") return [[key, each]];
    if (JSON.stringify(each) === JSON.stringify(usual)) return [];
    return [[key, isPlain(each) && isPlain(usual) ? withoutDefaults(each, usual) : each]];
  });
  return Object.fromEntries(kept) as object;
}

const isPlain = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);
