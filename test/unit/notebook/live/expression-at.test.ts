import assert from "node:assert/strict";
import * as fc from "fast-check";
import { calledAt, expressionAt, namePlaceAt } from "../../../../notebook/live/expression-at.ts";
import { stringPlaceAt } from "../../../../notebook/live/string-place.ts";
import { findDeclaration } from "../../../../notebook/live/find-declaration.ts";

function at<Found>(marked: string, find: (code: string, offset: number) => Found): Found {
  const offset = marked.indexOf("|");
  return find(marked.slice(0, offset) + marked.slice(offset + 1), offset);
}

describe("the expression at a place of a cell", () => {
  const expressions: Readonly<Record<string, string | undefined>> = {
    "ord|ers.filter(x)": "orders",
    "|orders": "orders",
    "data.ord|ers.filter(x)": "data.orders",
    "data?.ord|ers": "data.orders",
    "rows[0].na|me": "rows[0].name",
    "load().na|me": undefined,
    "rows.map(f).len|gth": undefined,
    "({ na|me: 1 })": undefined,
    "con|st x = 1": undefined,
    '"ord|ers"': undefined,
    "// ord|ers": undefined,
    "1|2": undefined,
    "`${ord|ers}`": "orders",
    "größe| + 1": "größe",
  };
  for (const [code, expression] of Object.entries(expressions))
    it(`is ${expression ?? "none"} in ${code}`, () => {
      assert.equal(at(code, expressionAt)?.expression, expression);
    });

  const names: Readonly<Record<string, readonly [of: string | undefined, typed: string] | undefined>> = {
    "|": [undefined, ""],
    "ord|": [undefined, "ord"],
    "ord|ers": [undefined, "ord"],
    "orders.|": ["orders", ""],
    "orders?.fi|": ["orders", "fi"],
    'data["may"].sel|': ['data["may"]', "sel"],
    "[1, 2].ma|": ["Array.prototype", "ma"],
    "f([1, 2]?.ma|": ["Array.prototype", "ma"],
    "load()[0].ma|": undefined,
    "[1, 2][0].to|": undefined,
    '"a".re|': ["String.prototype", "re"],
    "`a${b}c`.re|": ["String.prototype", "re"],
    "/a/.te|": ["RegExp.prototype", "te"],
    "(await load()).|": undefined,
    "load().|": undefined,
    '"ord|': undefined,
    "// ord|": undefined,
    "12|": undefined,
    "12.|": undefined,
  };
  for (const [code, place] of Object.entries(names))
    it(`asks for ${place === undefined ? "nothing" : (place[0] ?? "names")} in ${code}`, () => {
      const found = at(code, namePlaceAt);
      assert.deepEqual(found === undefined ? undefined : [found.of, found.typed], place);
    });

  const strings: Readonly<Record<string, readonly [of: string, typed: string] | undefined>> = {
    'person["fi|': ["person", "fi"],
    "data.rows[0]['|']": ["data.rows[0]", ""],
    'person[other["fi|"]]': ["other", "fi"],
    'import { a } from "node:f|"': ["a module", "node:f"],
    'import "p|': ["a module", "p"],
    'await import("p|")': ["a module", "p"],
    'load()["fi|"]': undefined,
    'person[0 + "fi|"]': undefined,
    'call("fi|")': undefined,
    '["fi|"]': undefined,
    "person|": undefined,
  };
  for (const [code, place] of Object.entries(strings))
    it(`asks in a string for ${place?.[0] ?? "nothing"} in ${code}`, () => {
      const found = at(code, stringPlaceAt);
      assert.deepEqual(found && [found.of ?? "a module", found.typed], place);
    });

  it("knows which function is called around it", () => {
    assert.equal(at("load(|", calledAt), "load");
    assert.equal(at("orders.filter(a, (b), |", calledAt), "orders.filter");
    assert.equal(at("x = 1; |", calledAt), undefined);
  });

  it("is never an error", () => {
    const pieces = ["a", ".", "?.", "(", ")", "[", "]", "{", "}", "`", "${", '"', "!", "=", "=>", "const ", "function ", "/**", "*/", "\n"]; // prettier-ignore
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string())), fc.nat(), (parts, nat) => {
        const code = parts.join("");
        const offset = nat % (code.length + 1);
        expressionAt(code, offset);
        namePlaceAt(code, offset);
        calledAt(code, offset);
        stringPlaceAt(code, offset);
        findDeclaration(code, "a");
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("the declaration of a name in a cell", () => {
  const cell = `
/** Loads a day. */
async function load(day: string, { limit }: { limit: number } = { limit: 3 }): Promise<Order[]> {
  const inner = 1;
}

/**
 * Twice as much.
 * @param n a number
 */
export const twice = (n: number): number => 2 * n;
// not a doc comment
const plain: number = 12;
class Order<T> extends Base<T> { name = ""; }
const pair = (1 + 2) * 3, late = 4;
const old = function named(x) { return x; };
const one = n => n;
`;
  const signatures: Readonly<Record<string, string | undefined>> = {
    load: "async function load(day: string, { limit }: { limit: number } = { limit: 3 }): Promise<Order[]>",
    twice: "export const twice = (n: number): number",
    plain: "const plain: number",
    Order: "class Order<T> extends Base<T>",
    pair: "const pair",
    old: "const old = function named(x)",
    one: "const one = n",
    inner: undefined,
    nowhere: undefined,
  };
  for (const [name, signature] of Object.entries(signatures))
    it(`reads ${signature ?? "as nothing"}`, () => {
      assert.equal(findDeclaration(cell, name)?.signature, signature);
    });

  it("has the doc comment above it", () => {
    assert.equal(findDeclaration(cell, "load")?.documentation, "Loads a day.");
    assert.equal(findDeclaration(cell, "twice")?.documentation, "Twice as much.\n@param n a number");
    assert.equal(findDeclaration(cell, "plain")?.documentation, "");
  });
});
