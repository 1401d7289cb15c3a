import assert from "node:assert/strict";
import * as arquero from "arquero";
import { describeVariable } from "../../../../kernel/output/describe-variable.ts";
import type { Variable } from "../../../../protocol/variables.ts";

const described = (value: unknown): Variable => describeVariable("v", value, true);

describe("a variable in one line", () => {
  class Order {
    readonly total = 3;
  }

  for (const [what, value, line] of [
    ["a number", 1.5, { type: "number", preview: "1.5" }],
    ["text, its breaks as in code", "a\nb", { type: "string", preview: String.raw`'a\nb'` }],
    ["null", null, { type: "null", preview: "null" }],
    ["undefined", undefined, { type: "undefined", preview: "undefined" }],
    ["a class", Order, { type: "function", preview: "[class Order]" }],
    ["an object of a class", new Order(), { type: "Order", preview: "Order { total: 3 }" }],
    [
      "an object without prototype",
      Object.assign(Object.create(null), { a: 1 }),
      { type: "Object", preview: "[Object: null prototype] { a: 1 }" },
    ],
    ["an array with its length", [1, 2], { type: "Array", shape: [2], preview: "[ 1, 2 ]" }],
    [
      "a typed array",
      new Uint8Array(2),
      { type: "Uint8Array", shape: [2], preview: "Uint8Array(2) [ 0, 0 ]" },
    ],
    ["a map", new Map([[1, 2]]), { type: "Map", shape: [1], preview: "Map(1) { 1 => 2 }" }],
    ["a set", new Set([1]), { type: "Set", shape: [1], preview: "Set(1) { 1 }" }],
    [
      "a table of arquero",
      arquero.table({ day: ["2022-02-05"] }),
      { type: "Table", shape: [1, 1], preview: "day: string" },
    ],
  ] as const)
    it(`tells ${what}`, () => {
      assert.deepEqual(described(value), { name: "v", ...line });
    });

  it("is at most 120 characters long, without breaks", () => {
    const { preview } = described({ text: "x".repeat(500), more: Array.from({ length: 300 }, () => "word") });
    assert.equal(preview.length, 120);
    assert.doesNotMatch(preview, /\n/);
  });

  it("runs no getter, no trap and no method of the value", () => {
    const ran: string[] = [];
    const note = (what: string): unknown => ran.push(what);
    class Watchful {
      get [Symbol.toStringTag](): string {
        note("tag");
        return "tag";
      }
      get value(): unknown {
        return note("getter");
      }
      [Symbol.for("nodejs.util.inspect.custom")](): unknown {
        return note("inspect");
      }
    }
    const proxy = new Proxy(
      {},
      {
        get: () => note("get"),
        has: () => note("has") === 0,
        getPrototypeOf: () => (note("prototype") === 0 ? {} : null),
      },
    );
    assert.equal(described(new Watchful()).preview, "Watchful {…}");
    assert.equal(described(proxy).type, "Proxy");
    assert.deepEqual(ran, []);
  });

  it("leaves dataframes unasked when told to", () => {
    assert.equal(describeVariable("v", arquero.table({ a: [1] }), false).type, "ColumnTable");
  });
});
