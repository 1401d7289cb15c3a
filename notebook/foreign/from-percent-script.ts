/** Reads a script whose cells are set apart by `// %%`, as the editor's interactive window and jupytext have it. */
import { textOfLines, withoutBlankEnd } from "../format/cell-text.ts";
import { isMarkerLine } from "../format/marker.ts";
import { newCell } from "../format/new-cell.ts";
import { parseNotebook } from "../format/parse.ts";
import { CELL_TYPE, TAGS } from "../ipynb/own-attributes.ts";
import type { Cell } from "../model.ts";
import type { ImportFinding, ImportResult } from "./imported.ts";
import { grantOnce } from "./only-once.ts";
import { percentMarker } from "./percent-marker.ts";

/** The notebook in the text of a `.ts` or `.js` file. A script without markers is one cell. */
export function fromPercentScript(text: string): ImportResult {
  const parsed = parseNotebook(withoutJupytextHeader(text)).notebook;
  const cells: Cell[] = [];
  const findings: ImportFinding[] = [];
  for (const { source = "" } of parsed.cells) {
    const taken = takeCell(source, cells);
    findings.push(...taken.findings.map((finding) => ({ ...finding, cell: cells.length })));
    cells.push(taken.cell);
  }
  const { frontMatter, eol, head } = parsed;
  const ownHead = head?.includes("/* ---") === true ? { head } : {};
  return { kind: "notebook", isOwn: false, notebook: { frontMatter, eol, cells, ...ownHead }, findings };
}

function takeCell(
  source: string,
  before: readonly Cell[],
): { readonly cell: Cell; readonly findings: readonly ImportFinding[] } {
  const [first = "", ...rest] = source.split(/\r\n|\n|\r/);
  const isMarked = isMarkerLine(first);
  const marker = percentMarker(isMarked ? first.replace(/^\/\/ ?%%/, "") : "");
  const lines = withoutBlankEnd(isMarked ? rest : [first, ...rest]);
  const text = textOfLines(marker.kind, lines);
  const { title, kind } = marker;
  // A title that is there twice is no mistake, so nothing is said of it.
  const freeTitle = before.some(({ name }) => name === title) ? undefined : title;
  const claim = {
    name: marker.attributes.get("name") ?? freeTitle,
    isParameters: kind === "parameters",
    text,
  };
  const { name, isParameters, findings } = grantOnce(claim, before, false);
  const attributes = new Map(marker.attributes);
  attributes.delete("name");
  const tags = kind === "parameters" && !isParameters ? ["parameters", ...marker.tags] : marker.tags;
  if (tags.length > 0) attributes.set(TAGS, tags.join(","));
  if (marker.isRaw) attributes.set(CELL_TYPE, "raw");
  const made = {
    kind: kind === "parameters" && !isParameters ? "code" : kind,
    text: kind === "markdown" ? withoutBlockComment(text) : text,
  } as const;
  return { cell: newCell({ ...made, name, attributes }), findings };
}

/** Markdown may also stand in one block comment. */
function withoutBlockComment(text: string): string {
  return /^\s*\/\*\*?\s*\n?([\s\S]*?)\n?\s*\*\/\s*$/.exec(text)?.[1] ?? text;
}

/** jupytext keeps the notebook's metadata in comments at the top. */
function withoutJupytextHeader(text: string): string {
  return text.replace(/^\uFEFF?\/\/ ---\r?\n(?:\/\/.*\r?\n)*?\/\/ ---\r?\n(?:\r?\n)*/, "");
}
