import assert from "node:assert/strict";
import { utf8 } from "@uwdata/flechette";
import { areaOf, isInside, moved } from "../../../../extension/renderer/selection.ts";
import { readTable } from "../../../../extension/renderer/table.ts";
import { toTsv } from "../../../../extension/renderer/tsv.ts";
import { streamOf } from "../../../support/renderer/stream-of.ts";

const bounds = { rows: 100, columns: 5, page: 10 };

describe("moving by keyboard", () => {
  const from = { row: 50, column: 2 };
  const cases: readonly (readonly [key: string, far: boolean, row: number, column: number])[] = [
    ["ArrowUp", false, 49, 2],
    ["ArrowDown", false, 51, 2],
    ["ArrowLeft", false, 50, 1],
    ["ArrowRight", false, 50, 3],
    ["ArrowUp", true, 0, 2],
    ["ArrowRight", true, 50, 4],
    ["PageUp", false, 40, 2],
    ["PageDown", false, 60, 2],
    ["Home", false, 50, 0],
    ["End", false, 50, 4],
    ["Home", true, 0, 0],
    ["End", true, 99, 4],
  ];
  for (const [key, far, row, column] of cases)
    it(`leads with ${far ? "Ctrl+" : ""}${key} from 50, 2 to ${row}, ${column}`, () => {
      assert.deepEqual(moved(from, key, far, bounds), { row, column });
    });

  it("stops at the edges", () => {
    assert.deepEqual(moved({ row: 0, column: 0 }, "ArrowUp", false, bounds), { row: 0, column: 0 });
    assert.deepEqual(moved({ row: 95, column: 4 }, "PageDown", false, bounds), { row: 99, column: 4 });
  });

  it("leaves other keys alone", () => {
    assert.equal(moved(from, "x", false, bounds), undefined);
  });
});

describe("a selection", () => {
  it("is the rectangle between its ends, in whichever order they are", () => {
    const area = areaOf({ anchor: { row: 5, column: 3 }, active: { row: 2, column: 4 } });
    assert.deepEqual(area, { top: 2, left: 3, bottom: 5, right: 4 });
    assert.equal(isInside(area, { row: 3, column: 3 }), true);
    assert.equal(isInside(area, { row: 3, column: 2 }), false);
  });

  it("is copied as TSV, quoted where a value would break it", () => {
    const table = readTable(
      streamOf(["a", utf8(), ["1", "two\tparts", null]], ["b\n", utf8(), ['say "x"', "", "line\nbreak"]]),
    );
    const all = { top: 0, left: 0, bottom: 2, right: 1 };
    assert.equal(toTsv(table, all, true), 'a\t"b\n"\n1\t"say ""x"""\n"two\tparts"\t\n\t"line\nbreak"');
    assert.equal(toTsv(table, { top: 0, left: 0, bottom: 0, right: 0 }, false), "1");
  });
});
