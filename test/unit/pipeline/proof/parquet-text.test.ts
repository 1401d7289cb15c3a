import assert from "node:assert/strict";
import type { SchemaElement } from "hyparquet";
import { parquetText } from "../../../../pipeline/proof/parquet-text.ts";

const decimal: SchemaElement = { name: "x", converted_type: "DECIMAL", scale: 2 };

describe("the text of a value of Parquet", () => {
  it("is another one for each value", () => {
    const values = [null, 0, -0, NaN, "", "null", "0", true, [], [null], [0], {}, { a: 1 }, Uint8Array.of(0)];
    const texts = values.map((value) => parquetText(value));
    assert.equal(new Set(texts).size, values.length, texts.join(" "));
    assert.equal(parquetText({ a: [1n, { b: null }] }), "{a: [1, {b: null}]}");
  });

  it("has decimals and times as people write them", () => {
    assert.equal(parquetText(123n, decimal), "1.23");
    assert.equal(parquetText(-5, decimal), "-0.05");
    assert.equal(parquetText(Uint8Array.of(255, 133), decimal), "-1.23");
    assert.equal(parquetText(19_028, { name: "x", converted_type: "DATE" }), "2022-02-05");
    assert.equal(parquetText(-1, { name: "x", converted_type: "DATE" }), "1969-12-31");
    const micros: SchemaElement = { name: "x", converted_type: "TIMESTAMP_MICROS" };
    assert.equal(parquetText(-1n, micros), "1969-12-31T23:59:59.999999");
    assert.equal(parquetText(2n ** 63n - 1n, micros), "9223372036854775807", "a year that no Date has");
  });
});
