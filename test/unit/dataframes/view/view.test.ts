import assert from "node:assert/strict";
import {
  allColumns,
  arrange,
  findColumns,
  withHidden,
  withPinned,
} from "../../../../dataframes/view/layout/arrangement.ts";
import { countLine } from "../../../../dataframes/view/bar/count-line.ts";
import {
  turnSort,
  wholeFrame,
  withFilters,
  withoutFilter,
} from "../../../../dataframes/view/frame/edit-view.ts";
import { filterText } from "../../../../dataframes/view/filters/filter-text.ts";
import { readBound } from "../../../../dataframes/view/filters/read-bound.ts";

describe("changing a view", () => {
  it("sorts up, down and not at all, by one column or several", () => {
    const up = turnSort(wholeFrame, 3, false);
    const down = turnSort(up, 3, false);
    assert.deepEqual(
      [up.sort, down.sort],
      [[{ column: 3, descending: false }], [{ column: 3, descending: true }]],
    );
    assert.deepEqual(turnSort(down, 3, false).sort, []);
    const two = turnSort(down, 5, true);
    assert.deepEqual(
      two.sort.map(({ column }) => column),
      [3, 5],
    );
    assert.deepEqual(turnSort(two, 3, true).sort, [{ column: 5, descending: false }]);
    assert.deepEqual(turnSort(two, 5, false).sort, [{ column: 5, descending: false }]);
  });

  it("keeps one column's conditions where they stand", () => {
    const a = { kind: "missing", column: 1, missing: true } as const;
    const b = { kind: "contains", column: 2, text: "x" } as const;
    const both = withFilters(withFilters(wholeFrame, 1, [a]), 2, [b]);
    const changed = { ...a, missing: false };
    assert.deepEqual(withFilters(both, 1, [changed]).filters, [changed, b]);
    assert.deepEqual(withoutFilter(both, 0).filters, [b]);
  });
});

describe("a condition in words", () => {
  const cases = [
    [{ kind: "range", column: 0, from: "1" }, "n ≥ 1"],
    [{ kind: "range", column: 0, to: "2" }, "n ≤ 2"],
    [{ kind: "among", column: 0, values: ["a", null, ""], not: false }, 'n is a, null and ""'],
    [
      { kind: "among", column: 0, values: ["a", "b", "c", "d", "e"], not: true },
      "n is not a, b, c and 2 others",
    ],
    [{ kind: "contains", column: 0, text: "a\nb" }, "n contains “a\\nb”"],
    [{ kind: "missing", column: 0, missing: false }, "n is not missing"],
  ] as const;
  for (const [filter, text] of cases)
    it(`reads ${text}`, () => {
      assert.equal(
        filterText({ ...filter, ...("values" in filter ? { values: [...filter.values] } : {}) }, "n"),
        text,
      );
    });
});

describe("the end of a range as it is typed", () => {
  const value = (...[bound, text]: Parameters<typeof readBound>): string | undefined => {
    const read = readBound(bound, text);
    return "value" in read ? read.value : undefined;
  };

  it("is a number in full", () => {
    assert.equal(value({ kind: "integer" }, "9,007,199,254,740,993"), "9007199254740993");
    assert.equal(value({ kind: "integer" }, "1.5"), undefined);
    assert.equal(value({ kind: "number" }, "-12.50"), "-12.50");
    assert.equal(value({ kind: "number" }, "12,5x"), undefined);
  });

  it("is a day that exists", () => {
    assert.equal(value({ kind: "day" }, "2024-02-29"), "2024-02-29");
    assert.equal(value({ kind: "day" }, "2022-02-30"), undefined);
  });

  it("is a time by the clocks of the column's zone", () => {
    const prague = { kind: "instant", zone: "Europe/Prague" } as const;
    assert.equal(value(prague, "2020-07-01 12:00"), "2020-07-01T10:00:00Z");
    assert.equal(value(prague, "2020-01-01 12:00:00.000000123"), "2020-01-01T11:00:00.000000123Z");
    assert.equal(value(prague, "2020-07-01T12:00:00+05:30"), "2020-07-01T06:30:00Z");
    assert.equal(value({ kind: "instant", zone: null }, "2020-07-01"), "2020-07-01T00:00:00");
    assert.equal(value({ kind: "instant", zone: null }, "2020-07-01 10:00Z"), undefined);
    assert.equal(value(prague, "2020-07-01 25:00"), undefined);
  });
});

describe("the arrangement of columns", () => {
  it("has pinned columns first and leaves out hidden ones", () => {
    const choice = withHidden(withPinned(withPinned(allColumns, 4, true), 2, true), 0, true);
    assert.deepEqual(arrange(6, choice), { shown: [4, 2, 1, 3, 5], pinned: 2 });
    assert.deepEqual(arrange(6, withPinned(choice, 4, false)), { shown: [2, 1, 3, 4, 5], pinned: 1 });
  });

  it("finds names that begin with a text before those that have it inside", () => {
    assert.deepEqual(findColumns(["my id", "Idea", "x", "id"], "id", 10), [1, 3, 0]);
    assert.deepEqual(findColumns(["a", "b", "c"], "", 2), [0, 1]);
  });
});

describe("the count of rows", () => {
  const all = { known: 10_000_000, exact: true };
  it("says how many of all rows there are", () => {
    const view = { known: 12_345, exact: true };
    assert.equal(
      countLine({ view, all, filtered: true, columns: 20, hidden: 0 }),
      "12,345 of 10,000,000 rows × 20 columns",
    );
    const some = { known: 1_000, exact: false };
    assert.equal(
      countLine({ view: some, all: some, filtered: false, columns: 1, hidden: 2 }),
      "1,000+ rows × 1 column (2 hidden)",
    );
  });
});
