/** What an editor shows of a notebook: the texts of its cells, or one text for all of them. */
import assert from "node:assert/strict";
import type { TextEdit } from "vscode-languageserver-protocol";
import { LineIndex } from "../../../language/module/line-index.ts";
import type { Position, Range } from "../../../language/module/line-index.ts";
import { applyEdits } from "../../../notebook/analysis/apply-edits.ts";
import type { NotebookState } from "../../../language/service/questions.ts";
import { parseNotebook } from "../../../notebook/format/parse.ts";

type Content = NotebookState["content"];

export class Shown {
  readonly content: Content;
  readonly #lines = new Map<number, LineIndex>();

  constructor(content: Content) {
    this.content = content;
  }

  get cellCount(): number {
    return this.content.kind === "text" ? 1 : this.content.code.length;
  }

  /** undefined for a cell without code. */
  textOf(cell: number): string | undefined {
    const { content } = this;
    return content.kind === "text"
      ? cell === 0
        ? content.text
        : undefined
      : (content.code[cell] ?? undefined);
  }

  positionAt(cell: number, offset: number): Position {
    return this.#linesOf(cell).positionAt(offset);
  }

  /** What stands in a range, which must be one of the cell. */
  at(cell: number, range: Range, what: string): string {
    const text = this.textOf(cell);
    assert.ok(text !== undefined, `${what}: cell ${cell} has no code`);
    const [start, end] = [this.#offset(cell, range.start, what), this.#offset(cell, range.end, what)];
    assert.ok(start <= end, `${what}: ${start} > ${end}`);
    if (this.content.kind === "text") this.#isInOneCell(range, what);
    return text.slice(start, end);
  }

  /** What is shown after edits of cells, which must be apart from each other and in cells. */
  after(
    edits: readonly { readonly cell: number; readonly edits: readonly TextEdit[] }[],
    what: string,
  ): Shown {
    const texts = new Map<number, string>();
    for (const { cell, edits: ofCell } of edits) {
      assert.ok(!texts.has(cell), `${what}: cell ${cell} twice`);
      for (const { range, newText } of ofCell) {
        this.at(cell, range, what);
        this.saysNoMark(newText, what);
      }
      const plain = ofCell.map(({ range, newText }) => ({
        start: this.#linesOf(cell).offsetAt(range.start),
        end: this.#linesOf(cell).offsetAt(range.end),
        text: newText,
      }));
      const sorted = plain.toSorted((a, b) => a.start - b.start || a.end - b.end);
      sorted.forEach((edit, index) => {
        const next = sorted[index + 1];
        assert.ok(next === undefined || edit.end <= next.start, `${what}: edits overlap in cell ${cell}`);
      });
      texts.set(cell, applyEdits(this.textOf(cell) ?? "", plain));
    }
    const { content } = this;
    return new Shown(
      content.kind === "text"
        ? { kind: "text", text: texts.get(0) ?? content.text }
        : { ...content, code: content.code.map((text, cell) => texts.get(cell) ?? text) },
    );
  }

  /** Answers speak the users' own words; where their text has the mark itself, answers may have it too. */
  saysNoMark(value: unknown, what: string): void {
    const text = JSON.stringify([value]);
    const { content } = this;
    const own = content.kind === "text" ? content.text : content.code.join("\n");
    if (!own.includes("·")) assert.doesNotMatch(text, /[\p{ID_Continue}$]·\d/u, `${what} shows a mark`);
  }

  #linesOf(cell: number): LineIndex {
    const known = this.#lines.get(cell);
    if (known !== undefined) return known;
    const lines = new LineIndex(this.textOf(cell) ?? "");
    this.#lines.set(cell, lines);
    return lines;
  }

  #offset(cell: number, position: Position, what: string): number {
    const lines = this.#linesOf(cell);
    const offset = lines.offsetAt(position);
    assert.deepEqual(lines.positionAt(offset), position, `${what}: no place of cell ${cell}`);
    return offset;
  }

  #isInOneCell({ start, end }: Range, what: string): void {
    const { content } = this;
    if (content.kind !== "text") return;
    const { cells } = parseNotebook(content.text).notebook;
    const holds = cells.some(
      ({ kind, line, text }) =>
        kind !== "markdown" && line - 1 <= start.line && end.line < line - 1 + text.split("\n").length,
    );
    assert.ok(holds, `${what}: lines ${start.line} to ${end.line} are in no cell with code`);
  }
}
