import assert from "node:assert/strict";
import { inspect } from "node:util";
import { toBundle } from "../../../display/bundle.ts";

const ownDisplay = Symbol.for("Jupyter.display");

async function plain(value: unknown): Promise<unknown> {
  return (await toBundle(value)).data["text/plain"];
}

describe("the bundle of a value", () => {
  it("is empty for undefined", async () => {
    assert.deepEqual(await toBundle(undefined), { data: {}, metadata: {} });
  });

  it("is text for primitives and objects", async () => {
    assert.equal(await plain(1n), "1n");
    assert.equal(await plain("a\n"), String.raw`'a\n'`);
    assert.equal(await plain(null), "null");
    assert.equal(
      await plain({ a: [1, { b: new Map([[1, 2]]) }] }),
      "{\n  a: [ 1, { b: Map(1) { 1 => 2 } } ]\n}",
    );
    assert.equal(await plain([]), "[]");
  });

  it("is what the value's own method gives, with text added", async () => {
    const value = {
      [ownDisplay]: () => ({
        "text/html": "<b>1</b>",
        "image/png": Uint8Array.of(1, 2, 3),
        "application/json": { a: 1 },
      }),
    };
    const { data } = await toBundle(value);
    assert.equal(data["text/html"], "<b>1</b>");
    assert.equal(data["image/png"], "AQID");
    assert.deepEqual(data["application/json"], { a: 1 });
    assert.match(String(data["text/plain"]), /Jupyter\.display/);
  });

  it("waits for a method that is asynchronous", async () => {
    const bundle = toBundle({ [ownDisplay]: () => Promise.resolve({ "text/plain": "late" }) });
    assert.ok(bundle instanceof Promise);
    assert.equal((await bundle).data["text/plain"], "late");
  });

  for (const [what, value] of [
    ["throws", { [ownDisplay]: () => assert.fail("no") }],
    ["rejects", { [ownDisplay]: () => Promise.reject(new Error("no")) }],
    ["gives no object", { [ownDisplay]: () => 3 }],
    ["gives what JSON refuses", { [ownDisplay]: () => ({ "application/json": 1n }) }],
  ] as const) {
    it(`is text that says so when the value's own method ${what}`, async () => {
      assert.match(String(await plain(value)), /its method Symbol\.for\("Jupyter\.display"\)/);
    });
  }

  const revoked = Proxy.revocable({}, {});
  revoked.revoke();
  const cyclic: Record<string, unknown> = {};
  cyclic["self"] = cyclic;
  for (const [what, value, expected] of [
    ["a revoked proxy", revoked.proxy, /Revoked Proxy/],
    [
      "a proxy that throws on everything",
      new Proxy(
        {},
        {
          get: () => assert.fail("get"),
          has: () => assert.fail("has"),
          ownKeys: () => assert.fail("keys"),
          getPrototypeOf: () => assert.fail("proto"),
        },
      ),
      /./,
    ],
    ["an array of a revoked proxy", [revoked.proxy], /Revoked Proxy/],
    ["a cycle", cyclic, /Circular/],
    ["an object whose inspect throws", { [inspect.custom]: () => assert.fail("inspected") }, /inspected/],
    [
      "a getter that throws",
      {
        get a(): number {
          throw new Error("no");
        },
      },
      /Getter/,
    ],
    [
      "an object that resembles a table",
      { schema: { fields: [1] }, getChildAt: () => 1, getChild: () => 1 },
      /schema/,
    ],
    ["a proxy that has every method", new Proxy(() => 1, { get: () => () => 1 }), /./],
    ["a very long string", "x".repeat(1_000_000), /more characters$/],
    [
      "an object of very many keys",
      Object.fromEntries(Array.from({ length: 50_000 }, (_, key) => [`k${key}`, key])),
      /more lines$/,
    ],
  ] as const) {
    it(`is text for ${what}`, async () => {
      const text = await plain(value);
      assert.match(String(text), expected);
      assert.ok(String(text).length < 110_000);
    });
  }
});
