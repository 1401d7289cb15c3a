import assert from "node:assert/strict";
import { toBundle } from "../../../../display/bundle.ts";
import { formatClock, formatDay, formatInstant } from "../../../../dataframes/values/format-instant.ts";
import { placesOf } from "../../../../dataframes/values/one-line.ts";
import { readFrame, words } from "../../../support/read-frame.ts";

describe("arrays of plain objects", () => {
  it("show as frames whose columns are all keys of the first rows", async () => {
    const { table, text, metadata } = await readFrame([{ a: 1 }, { b: "x" }, { a: Number.NaN, b: null }]);
    assert.deepEqual(metadata, { frame: { rows: 3, columns: 2, shown: 3 } });
    assert.deepEqual(words(text).slice(2), [
      ["a", "b"],
      ["number", "string"],
      ["------", "------"],
      ["1", "null"],
      ["null", "x"],
      ["NaN", "null"],
    ]);
    assert.equal(table.getChild("a")?.get(1), null);
  });

  it("hold every kind of value", async () => {
    const cyclic: Record<string, unknown> = { a: 1n };
    cyclic["self"] = cyclic;
    const { text } = await readFrame([
      { big: 2n ** 62n, bigger: 2n ** 100n, date: new Date(Number.NaN) },
      { big: null, bigger: 1n, date: new Date(0) },
    ]);
    assert.deepEqual(words(text).slice(3), [
      ["bigint", "bigint", "Date"],
      ["-------------------", "-------------------------------", "------------------------"],
      ["4611686018427387904", "1267650600228229401496703205376", "Invalid Date"],
      ["null", "1", "1970-01-01T00:00:00.000Z"],
    ]);
    const rest = await readFrame([
      { mixed: 1, inner: cyclic },
      { mixed: [true, undefined, () => 1], inner: new Map([["k", 1]]) },
    ]);
    assert.deepEqual(words(rest.text).slice(3), [
      ["number | array", "object"],
      ["---------------------", "---------------------------"],
      ["1", '{"a":1,"self":"[circular]"}'],
      ['[true,null,"() => 1"]', '{"k":1}'],
    ]);
  });

  it("show although a getter throws", async () => {
    const rows = [
      {
        get a(): number {
          throw new Error("no");
        },
      },
    ];
    assert.match((await readFrame(rows)).text, /\[reading threw: no\]/);
  });

  for (const [what, value] of [
    ["with something else among them", [{ a: 1 }, 2]],
    ["with class instances", [{ a: 1 }, new Date()]],
    ["without any key", [{}, {}]],
    ["with thousands of keys", [Object.fromEntries(Array.from({ length: 2_000 }, (_, key) => [key, key]))]],
  ] as const) {
    it(`show as any array ${what}`, async () => {
      assert.ok(!("application/vnd.apache.arrow.stream" in (await toBundle(value)).data));
    });
  }
});

describe("the forms of a frame", () => {
  it("never let data be HTML, control the terminal or break a line", async () => {
    const { text, html } = await readFrame([
      { "<img src=x>": "<script>alert('&')</script>\n\u001b[31mred\u202e" },
    ]);
    assert.match(html, /<th scope="col">&lt;img src=x&gt;/);
    assert.match(html, /&lt;script&gt;alert\(&#39;&amp;&#39;\)&lt;\/script&gt;\\n\\u001b\[31mred\\u202e/);
    assert.doesNotMatch(html, /<script|<img/);
    assert.doesNotMatch(text, /[\u001b\u202e]/);
  });

  it("keep the text within a hundred places and name the columns left out", async () => {
    const row = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`column${at}`, "日本".repeat(at)]));
    const { text, html } = await readFrame(Array.from({ length: 30 }, () => row));
    for (const line of text.split("\n")) assert.ok(placesOf(line) <= 100, line);
    assert.match(text, /… 20 more rows\n… \d+ more columns: column\d+ \(string\)/);
    assert.equal(html.split("<th ").length - 1, 30);
    assert.match(html, /<p>… 10 more rows, 10 more columns<\/p>/);
  });

  it("cut long texts and count their characters", async () => {
    const { table } = await readFrame([{ a: "x".repeat(1_000_000) }]);
    assert.match(String(table.getChild("a")?.get(0)), /^x{10000}… \(1000000 characters\)$/);
  });

  it("send the beginnings of long values where a thousand rows are too much", async () => {
    const { table, metadata } = await readFrame(
      Array.from({ length: 1000 }, () => ({ a: new Uint8Array(50_000) })),
    );
    assert.equal(table.numRows, 1000);
    const cut = Array.from({ length: 1000 }, (_, row) => ({ column: 0, row, length: 50_000 }));
    assert.deepEqual(metadata, { frame: { rows: 1000, columns: 1, shown: 1000, cut } });
  });

  it("send fewer rows where a thousand are too much even so", async () => {
    const wide = Object.fromEntries(
      Array.from({ length: 40 }, (_, column) => [`c${column}`, "x".repeat(1_900)]),
    );
    const { table, metadata } = await readFrame(Array.from({ length: 1000 }, () => wide));
    assert.equal(table.numRows, 54);
    assert.deepEqual(metadata, { frame: { rows: 1000, columns: 40, shown: 54 } });
  });

  it("leave the stream out where not even twenty rows can be sent", async () => {
    const wide = Object.fromEntries(
      Array.from({ length: 500 }, (_, column) => [`c${column}`, "x".repeat(1_900)]),
    );
    const { data, metadata } = await toBundle(Array.from({ length: 20 }, () => wide));
    assert.deepEqual(Object.keys(data), ["text/html", "text/plain"]);
    assert.deepEqual(metadata, { pipenb: { frame: { rows: 20, columns: 500, shown: 0 } } });
  });
});

describe("points in time", () => {
  for (const [count, digits, zone, text] of [
    [0n, 3, null, "1970-01-01 00:00:00"],
    [-1n, 9, "UTC", "1969-12-31 23:59:59.999999999Z"],
    [1_593_600_000n, 0, "Europe/Berlin", "2020-07-01 12:40:00+02:00"],
    [1_593_600_000n, 0, "+05:30", "2020-07-01 16:10:00+05:30"],
    [0n, 0, "Mars/Olympus", "1970-01-01 00:00:00Z (Mars/Olympus)"],
    [10n ** 18n, 0, null, "1000000000000000000 (out of range)"],
  ] as const) {
    it(`read ${text}`, () => {
      assert.equal(formatInstant(count, digits, zone), text);
    });
  }

  it("read as days and as times of day", () => {
    assert.equal(formatDay(-719_528), "0000-01-01");
    assert.equal(formatDay(10 ** 9), "1000000000 (out of range)");
    assert.equal(formatClock(-3_661_500n, 3), "-01:01:01.5");
  });
});
