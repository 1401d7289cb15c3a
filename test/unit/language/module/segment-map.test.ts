import assert from "node:assert/strict";
import fc from "fast-check";
import { LineIndex } from "../../../../language/module/line-index.ts";
import { ModuleBuilder } from "../../../../language/module/notebook-module.ts";
import type { NotebookModule } from "../../../../language/module/notebook-module.ts";
import { propertyRuns } from "../../../support/property-runs.ts";

/** Pieces of code in which names are declared again, shadowed, imported, exported and left half-written. */
const piece = fc.constantFrom(
  "const x = 1;",
  "let x = x + 1;",
  "x",
  "x.",
  "({ x })",
  "const { x, y: z } = { x: 1, y: 2 };",
  "function f(x: number) { return x + y; }",
  "export const y = { x, f };",
  "export default x;",
  'import x from "a";',
  'import { x, y as z } from "b";',
  'import { type T } from "c";',
  "class T { x = x }",
  "type T = typeof x;",
  "interface T { x: T }",
  "f(x, {",
  "`a ${x",
  "`${`${x}`}`",
  "/* open",
  "// x",
  "if (x) {",
  "}",
  "for (const x of [1]) x;",
  "x = (x) => x;",
  "await import('d');",
  "enum E { A = 1 }",
  "performance.now();",
  "const performance = 1;",
  "// %% not a marker",
  '"\\u2028"; x·2;',
  "",
);
const cell = fc.option(
  fc
    .array(piece, { maxLength: 5 })
    .chain((pieces) => fc.constantFrom("\n", "\r\n", " ").map((end) => pieces.join(end))),
  { nil: undefined, freq: 8 },
);
const cells = fc.array(cell, { maxLength: 8 });

const build = (texts: readonly (string | undefined)[]): NotebookModule => new ModuleBuilder().build(texts);

describe("the segments of a notebook's module", () => {
  it("lead every place of every cell into the module and back", () => {
    fc.assert(
      fc.property(cells, (texts) => {
        const { map, text: module } = build(texts);
        texts.forEach((text, index) => {
          if (text === undefined) {
            assert.equal(map.toModule(index, 0), undefined);
            return;
          }
          for (let offset = 0; offset <= text.length; offset++) {
            const at = map.toModule(index, offset);
            if (at === undefined) continue; // an `export` mark
            const back = map.toCell(at);
            assert.equal(back?.cell, index, JSON.stringify([texts, index, offset]));
            assert.equal(back.offset, offset, JSON.stringify([texts, index, offset, at, module]));
          }
        });
      }),
      propertyRuns(100),
    );
  });

  it("hold the cells' texts word for word, but for names and export marks", () => {
    fc.assert(
      fc.property(cells, (texts) => {
        const { map, text: module } = build(texts);
        let end = 0;
        for (const { kind, cell: index, start, end: to, at, length } of map.segments) {
          assert.ok(at >= end, "in order and apart");
          end = at + length;
          const own = texts[index]?.slice(start, to) ?? "";
          const there = module.slice(at, end);
          if (kind === "verbatim") assert.equal(there, own);
          else assert.match(there, new RegExp(`^${own}·\\d+$`));
        }
        for (const [index, text] of texts.entries()) {
          const covered = map.segments
            .filter((each) => each.cell === index)
            .reduce((sum, each) => sum + each.end - each.start, 0);
          const marks = [...(text ?? "").matchAll(/export (?:default )?/g)].reduce(
            (sum, [mark]) => sum + mark.length,
            0,
          );
          assert.ok(covered + marks >= (text ?? "").length, JSON.stringify(text));
        }
      }),
      propertyRuns(100),
    );
  });

  it("take an edit of the module to the one cell that it is about, or drop it", () => {
    fc.assert(
      fc.property(
        cells,
        fc.nat(),
        fc.nat({ max: 30 }),
        fc.constantFrom("", "a", "zz·2\n"),
        (texts, from, length, put) => {
          const { map, text: module } = build(texts);
          const start = from % (module.length + 1);
          const end = Math.min(start + length, module.length);
          const edit = map.editToCell(start, end, put);
          if (edit === undefined) return;
          const text = texts[edit.cell];
          assert.ok(text !== undefined && edit.start <= edit.end && edit.end <= text.length);
          // What goes is what the module says goes: the cell's own words.
          const gone = module.slice(start, end).replace(/·\d+/g, "");
          const own = text.slice(edit.start, edit.end).replace(/·\d+/g, "");
          if (
            map.segments.some(
              (each) => each.kind === "atom" && each.at === start && each.at + each.length === end,
            )
          ) {
            assert.equal(own, gone);
          } else
            assert.equal(own.length <= gone.length, true, JSON.stringify([texts, start, end, own, gone]));
        },
      ),
      propertyRuns(300),
    );
  });

  it("place what is wrong in generated text in a cell", () => {
    fc.assert(
      fc.property(cells, fc.nat(), fc.nat({ max: 40 }), (texts, from, length) => {
        const { map, text: module } = build(texts);
        const start = from % (module.length + 1);
        const span = map.nearestSpan(start, Math.min(start + length, module.length));
        if (texts.every((text) => text === undefined)) assert.equal(span, undefined);
        else {
          assert.ok(span !== undefined);
          const text = texts[span.cell];
          assert.ok(text !== undefined && span.start <= span.end && span.end <= text.length);
        }
      }),
      propertyRuns(200),
    );
  });

  it("are the same whether the module is built anew or from what is known of the cells before an edit", () => {
    fc.assert(
      fc.property(fc.array(cells, { minLength: 1, maxLength: 4 }), (states) => {
        const builder = new ModuleBuilder();
        for (const texts of states) {
          const [kept, fresh] = [builder.build(texts), build(texts)];
          assert.equal(kept.text, fresh.text);
          assert.deepEqual(kept.map.segments, fresh.map.segments);
        }
      }),
      propertyRuns(60),
    );
  });
});

describe("the lines of a text", () => {
  it("lead every offset to a position and back", () => {
    const text = fc.array(fc.constantFrom("a", "\n", "\r\n", "\r", "é", "😀"), { maxLength: 20 });
    fc.assert(
      fc.property(text, (parts) => {
        const joined = parts.join("");
        const lines = new LineIndex(joined);
        for (let offset = 0; offset <= joined.length; offset++) {
          const isInside = joined[offset - 1] === "\r" && joined[offset] === "\n";
          if (!isInside)
            assert.equal(lines.offsetAt(lines.positionAt(offset)), offset, JSON.stringify([joined, offset]));
        }
      }),
    );
  });

  it("end where the text ends, for positions outside of it", () => {
    const lines = new LineIndex("ab\r\ncd");
    assert.equal(lines.offsetAt({ line: 0, character: 99 }), 2);
    assert.equal(lines.offsetAt({ line: 9, character: 0 }), 6);
    assert.equal(lines.offsetAt({ line: -1, character: 3 }), 0);
  });
});
