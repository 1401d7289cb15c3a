/** What must hold of the module of any notebook, whatever is asked about it. */
import assert from "node:assert/strict";
import type { NotebookModule } from "../../../language/module/notebook-module.ts";
import type { Cells } from "./edits.ts";
import type { Random } from "./random.ts";

/** Places lead to the module and back, and edits of the module into the one cell whose words they change. */
export function checkModule(random: Random, cells: Cells, { map, text: module }: NotebookModule): void {
  const cell = random.below(cells.length);
  const text = cells[cell] ?? null;
  // A name that is written with escapes is shorter than it looks.
  const isPlain = !/\\u/.test(text ?? "");
  const offset = random.below((text ?? "").length + 1);
  const at = map.toModule(cell, offset);
  if (text === null) assert.equal(at, undefined);
  else if (at !== undefined) {
    assert.equal(map.toCell(at)?.cell, cell);
    if (isPlain) assert.deepEqual(map.toCell(at), { cell, offset });
  }
  const start = random.below(module.length + 1);
  const end = Math.min(module.length, start + random.below(12));
  checkSpan(cells, module, map.spanToCell(start, end), [start, end]);
  checkEdit(cells, { map, text: module }, [start, end], random.of(["", "a", "renamed"]));
  const nearest = map.nearestSpan(start, end);
  assert.ok(nearest !== undefined || cells.every((each) => each === null));
  if (nearest !== undefined)
    assert.ok(nearest.end <= (cells[nearest.cell] ?? "").length && nearest.start <= nearest.end);
}

type Span = ReturnType<NotebookModule["map"]["spanToCell"]>;

function checkSpan(cells: Cells, module: string, span: Span, [start, end]: readonly [number, number]): void {
  if (span === undefined) return;
  const own = cells[span.cell];
  assert.ok(typeof own === "string" && span.start <= span.end && span.end <= own.length);
  const there = module.slice(start, end);
  // A stretch without names that are told apart is the cell's own text, but for `export` marks, which are blank, and names with escapes.
  if (!there.includes("·") && !/export|\\u/.test(own) && there.length === span.end - span.start)
    assert.ok(own.slice(span.start, span.end) === there || there.includes(":") || there.includes(" as "));
}

function checkEdit(
  cells: Cells,
  { map, text: module }: Pick<NotebookModule, "map" | "text">,
  [start, end]: readonly [number, number],
  put: string,
): void {
  const edit = map.editToCell(start, end, put);
  if (edit === undefined) return;
  const own = cells[edit.cell];
  assert.ok(typeof own === "string" && edit.end <= own.length && edit.start <= edit.end);
  assert.ok(edit.text.endsWith(put), "the text goes into the cell");
  const unmarked = (words: string): string => words.replaceAll(/·\d+/g, "");
  const [gone, there] = [unmarked(own.slice(edit.start, edit.end)), unmarked(module.slice(start, end))];
  // Names are as long in the module or longer; nothing else of the cell goes.
  if (!/export|\\u/.test(own)) assert.ok(gone.length <= there.length, `${there} takes ${gone} with it`);
}
