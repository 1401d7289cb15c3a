import assert from "node:assert/strict";
import { toBundle } from "../../../display/bundle.ts";
import { valueTree } from "../../../display/value-tree.ts";
import type { ValueNode } from "../../../protocol/value-tree.ts";

function lines({ key, text, children = [], more }: ValueNode, indent = ""): readonly string[] {
  const line = `${indent}${key === undefined ? "" : `${key}: `}${text}`;
  const below = children.flatMap((child) => lines(child, `${indent}  `));
  return [line, ...below, ...(more === undefined ? [] : [`${indent}  … ${more}`])];
}

function told(value: unknown): readonly string[] {
  const tree = valueTree(value);
  assert.ok(tree !== undefined);
  return lines(tree);
}

describe("the tree of a value", () => {
  it("tells objects, maps, sets, dates, bytes and class instances", () => {
    class Order {
      readonly id = 7n;
      readonly #secret = 1;
      secret(): number {
        return this.#secret;
      }
    }
    const value = {
      text: "a\nb",
      map: new Map<unknown, unknown>([
        ["k", [1]],
        [{ a: 1 }, null],
      ]),
      set: new Set([true]),
      day: new Date(0),
      bytes: Uint8Array.of(1, 2),
      order: new Order(),
      [Symbol("s")]: undefined,
    };
    assert.deepEqual(told(value), [
      "{…}",
      String.raw`  text: "a\nb"`,
      "  map: Map(2)",
      '    "k": Array(1)',
      "      0: 1",
      "    { a: 1 }: null",
      "  set: Set(1)",
      "    0: true",
      "  day: 1970-01-01T00:00:00.000Z",
      "  bytes: Uint8Array(2)",
      "    0: 1",
      "    1: 2",
      "  order: Order {…}",
      "    id: 7n",
      "  Symbol(s): undefined",
    ]);
  });

  it("tells an error with its cause and what else it has", () => {
    const error = new TypeError("no", { cause: new Error("why") });
    const found = told(Object.assign(error, { code: "E1" }));
    assert.equal(found[0], "TypeError: no");
    assert.ok(found.includes('  code: "E1"'));
    assert.ok(found.includes("  cause: Error: why"));
  });

  it("ends at cycles, and runs no getter and no proxy", () => {
    const value: Record<string, unknown> = {
      get broken(): never {
        throw new Error("run");
      },
      proxy: new Proxy({}, { ownKeys: () => assert.fail("asked"), get: () => assert.fail("asked") }),
    };
    value["self"] = [value];
    assert.deepEqual(told(value), [
      "{…}",
      "  broken: (getter, not run)",
      "  proxy: Proxy",
      "  self: Array(1)",
      "    0: (circular: {…})",
    ]);
  });

  it("is bounded in width, depth and length, what stands at the top first", () => {
    const deep = JSON.parse(`${'{"a":'.repeat(500)}1${"}".repeat(500)}`) as object;
    const wide = Object.fromEntries(Array.from({ length: 50_000 }, (_, key) => [`k${key}`, [key, [key]]]));
    const keys = Object.fromEntries(Object.entries(wide).slice(0, 1_000));
    const value = { wide, deep, long: "x".repeat(1_000_000), last: 1 };
    const found = told(value);
    assert.ok(found.includes("  last: 1"));
    assert.ok(found.includes("    … 49900"));
    assert.ok(found.join("").length < 20_000);
    assert.ok(JSON.stringify(valueTree(Array.from({ length: 1e5 }, () => keys))).length < 500_000);
  });

  it("stands beside the text of what does not fit into a line", async () => {
    const types = async (value: unknown): Promise<readonly string[]> =>
      Object.keys((await toBundle(value)).data);
    assert.deepEqual(await types({ a: 1 }), ["text/plain"]);
    const nested = { a: { b: { c: { d: { e: { f: 1 } } } } }, list: Array.from({ length: 50 }, (_, i) => i) };
    assert.deepEqual(await types(nested), ["application/vnd.pipenb.tree.v1+json", "text/plain"]);
    const own = { ...nested, [Symbol.for("nodejs.util.inspect.custom")]: () => "a\nb" };
    assert.deepEqual(await types(own), ["text/plain"]);
  });

  it("leaves a text of five hundred lines where there is no tree to open", async () => {
    const keys = Object.fromEntries(Array.from({ length: 3_000 }, (_, key) => [`k${key}`, key]));
    const text = String((await toBundle([keys])).data["text/plain"]);
    assert.equal(text.split("\n").length, 501);
    assert.match(text, /… \d+ more lines$/);
  });
});
