import assert from "node:assert/strict";
import { float64, int64, utf8 } from "@uwdata/flechette";
import type { DataType } from "@uwdata/flechette";
import { copiedText } from "../../../../dataframes/view/copy/formats.ts";
import type { Copied } from "../../../../dataframes/view/copy/formats.ts";
import { hexDump } from "../../../../dataframes/view/table/hex-dump.ts";
import { indentJson } from "../../../../dataframes/view/table/indent-json.ts";
import { InlineRows } from "../../../../dataframes/view/rows/inline-rows.ts";
import { readTable } from "../../../../dataframes/view/table/table.ts";
import { streamOf } from "../../../support/renderer/stream-of.ts";

function copied(...columns: readonly (readonly [string, DataType, readonly unknown[]])[]): Copied {
  const table = readTable(streamOf(...columns));
  const rows = new InlineRows(table);
  return {
    names: table.columns.map(({ name }) => name),
    rows: table.rows,
    at: (row, column) => rows.at(row, column),
  };
}

describe("copied cells", () => {
  it("are TSV, quoted where a value would break it", () => {
    const cells = copied(
      ["a", utf8(), ["1", "two\tparts", null]],
      ["b\n", utf8(), ['say "x"', "", "line\nbreak"]],
    );
    assert.equal(copiedText(cells, "tsv", true), 'a\t"b\n"\n1\t"say ""x"""\n"two\tparts"\t\n\t"line\nbreak"');
    assert.equal(copiedText(copied(["a", utf8(), ["1"]]), "tsv", false), "1");
  });

  it("are Markdown in which nothing is markup", () => {
    const cells = copied(["n|1", int64(), [1n]], ["t", utf8(), ["<b>*x*\ny"]]);
    assert.equal(
      copiedText(cells, "markdown", false),
      "| n\\|1 | t |\n| --: | --- |\n| 1 | \\<b\\>\\*x\\*<br>y |",
    );
  });

  it("are JSON with exact integers; NaN is apart from null", () => {
    const cells = copied(["n", int64(), [9007199254740993n, null]], ["x", float64(), [NaN, 0.5]]);
    const text = copiedText(cells, "json", false);
    assert.equal(text, '[\n  {"n": 9007199254740993, "x": "NaN"},\n  {"n": null, "x": 0.5}\n]');
  });

  it("are JSON without lost columns where names repeat", () => {
    const text = copiedText(copied(["a", utf8(), ["1"]], ["a", utf8(), ["2"]]), "json", false);
    assert.deepEqual(JSON.parse(text), { columns: ["a", "a"], rows: [["1", "2"]] });
  });
});

describe("a value in full", () => {
  it("is JSON over several lines, its numbers as they were", () => {
    assert.equal(
      indentJson('{"a":[9007199254740993, {}],"b":"{\\"x\\": 1}"}'),
      '{\n  "a": [\n    9007199254740993,\n    {}\n  ],\n  "b": "{\\"x\\": 1}"\n}',
    );
    assert.equal(indentJson("[not JSON"), undefined);
  });

  it("is bytes with their place and letters", () => {
    const [size, line] = hexDump(new TextEncoder().encode("Hello\n")).split("\n");
    assert.equal(size, "6 bytes");
    assert.match(line ?? "", /^00000000 {2}48 65 6c 6c 6f 0a +Hello\.$/);
  });
});
