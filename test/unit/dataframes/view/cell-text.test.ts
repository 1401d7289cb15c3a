import assert from "node:assert/strict";
import {
  binary,
  bool,
  dateDay,
  decimal,
  dictionary,
  float64,
  int64,
  list,
  map,
  nullType,
  struct,
  timestamp,
  uint64,
  utf8,
} from "@uwdata/flechette";
import type { DataType } from "@uwdata/flechette";
import { readTable } from "../../../../dataframes/view/table/table.ts";
import { streamOf } from "../../../support/renderer/stream-of.ts";

/** A column whose values have been through the wire. */
function sent(type: DataType, ...values: readonly unknown[]) {
  const [column] = readTable(streamOf(["x", type, values])).columns;
  assert.ok(column !== undefined);
  return column;
}

describe("a cell's text", () => {
  it("keeps 64 bit integers exact", () => {
    const column = sent(int64(), 9007199254740993n, -9223372036854775808n);
    assert.equal(column.cell(0).text, "9007199254740993");
    assert.equal(column.cell(1).text, "-9223372036854775808");
    assert.equal(sent(uint64(), 18446744073709551615n).whole(0), "18446744073709551615");
  });

  it("puts the point into decimals", () => {
    const column = sent(decimal(12, 2, 128), 1234567890n, -5n, 0n);
    assert.deepEqual(
      [0, 1, 2].map((row) => column.cell(row).text),
      ["12345678.90", "-0.05", "0.00"],
    );
    assert.equal(column.type, "decimal(12, 2)");
  });

  it("tells null, NaN, infinity and zero apart", () => {
    const column = sent(float64(), null, NaN, Infinity, 0);
    assert.deepEqual(
      [0, 1, 2, 3].map((row) => [column.cell(row).kind, column.cell(row).text]),
      [
        ["null", "null"],
        ["nan", "NaN"],
        ["value", "Infinity"],
        ["value", "0"],
      ],
    );
  });

  it("tells null, empty text and the word null apart", () => {
    const column = sent(utf8(), null, "", "null");
    assert.deepEqual(
      [0, 1, 2].map((row) => [column.cell(row).kind, column.whole(row)]),
      [
        ["null", ""],
        ["empty", ""],
        ["value", "null"],
      ],
    );
  });

  it("leaves out the noise of binary fractions, which the full value has", () => {
    const column = sent(float64(), 0.1 + 0.2);
    assert.deepEqual(column.cell(0), { kind: "value", text: "0.3", cut: true });
    assert.equal(column.whole(0), "0.30000000000000004");
  });

  it("shows points in time as the clocks of their zone do, to the nanosecond", () => {
    const noon = 1_593_597_600_000_000_123n; // 2020-07-01T10:00:00.000000123Z
    assert.equal(
      sent(timestamp(3, "Europe/Prague"), noon).cell(0).text,
      "2020-07-01 12:00:00.000000123+02:00",
    );
    const local = sent(timestamp(3, null), noon);
    assert.equal(local.cell(0).text, "2020-07-01 10:00:00.000000123");
    assert.equal(local.type, "timestamp");
  });

  it("shows dates as dates, also before 1970", () => {
    const column = sent(dateDay(), new Date("2022-02-05"), new Date("1912-04-15"));
    assert.deepEqual([column.cell(0).text, column.cell(1).text], ["2022-02-05", "1912-04-15"]);
  });

  it("shows nested values as JSON with exact integers", () => {
    const type = struct({ ids: list(int64()), at: dateDay() });
    const column = sent(type, { ids: [9007199254740993n, null], at: new Date("2022-02-05") });
    assert.equal(column.cell(0).text, '{"ids": [9007199254740993, null], "at": "2022-02-05"}');
    assert.equal(column.cell(0).cut, true);
    assert.equal(
      column.readable(0),
      '{\n  "ids": [\n    9007199254740993,\n    null\n  ],\n  "at": "2022-02-05"\n}',
    );
  });

  it("shows maps as JSON, whatever their keys", () => {
    const column = sent(map(utf8(), int64()), [
      ["__proto__", 1n],
      ["b", 2n],
    ]);
    assert.equal(column.cell(0).text, '{"__proto__": 1, "b": 2}');
  });

  it("writes out what would break the line or turn the reading direction", () => {
    assert.equal(sent(utf8(), "a\nb\t\u202ec").cell(0).text, "a\\nb\\t\\u202ec");
    assert.equal(sent(utf8(), "a\nb").readable(0), "a\nb");
  });

  it("cuts long text and keeps all of it for reading", () => {
    const long = "x".repeat(1_000_000);
    const column = sent(utf8(), long);
    assert.equal(column.cell(0).text.length, 200);
    assert.equal(column.cell(0).cut, true);
    assert.equal(column.readable(0), long);
  });

  it("shows the first bytes of binary values", () => {
    const column = sent(
      binary(),
      Uint8Array.from({ length: 20 }, (_, index) => index),
    );
    assert.equal(column.cell(0).text, "0x000102030405060708090a0b0c0d0e0f… (20 bytes)");
    assert.equal(column.whole(0), "0x000102030405060708090a0b0c0d0e0f10111213");
  });

  it("names types in a word", () => {
    const names = [utf8(), bool(), nullType(), list(utf8()), timestamp(1, "UTC"), dictionary(utf8())].map(
      (type) => sent(type, null).type,
    );
    assert.deepEqual(names, [
      "text",
      "boolean",
      "null",
      "list of text",
      "timestamp, UTC",
      "category of text",
    ]);
  });
});

describe("a table", () => {
  it("keeps columns of the same name, and those without one, apart", () => {
    const table = readTable(streamOf(["a", utf8(), ["1"]], ["a", utf8(), ["2"]], ["", utf8(), ["3"]]));
    assert.deepEqual(
      table.columns.map((column) => [column.name, column.cell(0).text]),
      [
        ["a", "1"],
        ["a", "2"],
        ["", "3"],
      ],
    );
  });

  it("refuses bytes that are no Arrow stream", () => {
    assert.throws(() => readTable(new TextEncoder().encode("<table>")));
  });
});
