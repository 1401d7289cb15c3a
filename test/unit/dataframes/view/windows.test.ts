import assert from "node:assert/strict";
import { utf8 } from "@uwdata/flechette";
import * as fc from "fast-check";
import {
  columnAt,
  columnWindow,
  fittingWidths,
  leftsOf,
  scrollLeftFor,
} from "../../../../dataframes/view/layout/column-layout.ts";
import {
  canvasHeight,
  offsetFor,
  rowWindow,
  stretch,
} from "../../../../dataframes/view/layout/row-window.ts";
import type { Table } from "../../../../dataframes/view/table/table.ts";

describe("the window of rows", () => {
  it("has the rows in sight and a few around them", () => {
    const rows = { count: 1000, height: 20 };
    assert.deepEqual(rowWindow(rows, 0, 200), { first: 0, count: 15, top: 0 });
    assert.deepEqual(rowWindow(rows, 2010, 200), { first: 96, count: 19, top: 1920 });
  });

  it("holds whatever is in sight, at any size and place", () => {
    const place = fc.tuple(
      fc.integer({ min: 1, max: 200_000_000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
    );
    fc.assert(
      fc.property(place, ([count, part]) => {
        const rows = { count, height: 22 };
        const view = Math.min(400, canvasHeight(rows));
        const scrollTop = part * (canvasHeight(rows) - view);
        const window = rowWindow(rows, scrollTop, view);
        assert.ok(window.first >= 0 && window.first + window.count <= count && window.count < 40);
        assert.ok(window.top <= scrollTop + 1e-3, "starts above what is seen");
        assert.ok(window.top + window.count * 22 >= scrollTop + view - 1e-3, "ends below it");
      }),
    );
  });

  it("reaches the last of 100,000,000 rows", () => {
    const rows = { count: 100_000_000, height: 22 };
    const { first, count } = rowWindow(rows, canvasHeight(rows) - 400, 400);
    assert.equal(first + count, rows.count);
  });

  it("scrolls no further than needed to show a row", () => {
    const rows = { count: 1000, height: 20 };
    assert.equal(offsetFor(rows, 5, 0, 200), 0);
    assert.equal(offsetFor(rows, 10, 0, 200), 20);
    assert.equal(offsetFor(rows, 3, 400, 200), 60);
  });

  it("shows the row that was asked for, at any size", () => {
    const cases = fc.tuple(
      fc.integer({ min: 1, max: 200_000_000 }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    );
    fc.assert(
      fc.property(cases, ([count, part]) => {
        const rows = { count, height: 22 };
        const view = Math.min(400, canvasHeight(rows));
        const row = Math.floor(part * count);
        const offset = offsetFor(rows, row, 0, view);
        // Browsers round where they scroll to.
        const window = rowWindow(rows, Math.round(offset / stretch(rows, view)), view, offset);
        assert.ok(row >= window.first && row < window.first + window.count);
      }),
    );
  });
});

describe("the layout of columns", () => {
  const lefts = leftsOf([100, 50, 200, 80]);

  it("adds widths up", () => {
    assert.deepEqual(lefts, [0, 100, 150, 350, 430]);
  });

  it("finds the column at a place, the last one beyond the end", () => {
    assert.deepEqual(
      [0, 99, 100, 349, 350, 9999].map((x) => columnAt(lefts, x)),
      [0, 0, 1, 2, 3, 3],
    );
    assert.equal(columnAt([0], 10), 0);
  });

  it("draws the columns in sight and a few around them", () => {
    const many = leftsOf(Array.from({ length: 10_000 }, () => 100));
    assert.deepEqual(columnWindow(many, 500_050, 400), { first: 4998, end: 5007 });
    assert.deepEqual(columnWindow([0], 0, 400), { first: 0, end: 0 });
  });

  it("scrolls no further than needed to show a column", () => {
    assert.equal(scrollLeftFor(lefts, 1, 0, 200), 0);
    assert.equal(scrollLeftFor(lefts, 3, 0, 200), 230);
    assert.equal(scrollLeftFor(lefts, 0, 120, 200), 0);
    assert.equal(scrollLeftFor(lefts, 2, 0, 120), 150);
  });

  it("gives a column the width of its longest text, within bounds", () => {
    const column = (name: string, text: string) => ({
      name,
      type: "text",
      numeric: false,
      cell: () => ({ kind: "value" as const, text, cut: false }),
      use: { role: "text" as const, bound: null, digits: null },
      raw: { type: utf8(), at: () => null },
      whole: () => text,
      readable: () => text,
      json: () => text,
    });
    const table: Table = {
      rows: 2,
      columns: [
        column("a", "x"),
        column("twelve chars", "x"),
        column("a", "x".repeat(500)),
        column("a", "東京都東京都"),
      ],
    };
    assert.deepEqual(fittingWidths(table, 8), [56, 129, 320, 114]);
  });
});
