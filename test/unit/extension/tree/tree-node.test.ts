import assert from "node:assert/strict";
import { attacks } from "../../../support/renderer/attacks.ts";
import { readJson, readTree } from "../../../../extension/tree/tree-node.ts";

describe("a tree of JSON", () => {
  it("tells how many a list holds, and opens objects", () => {
    const tree = readJson('{"type":"Point","coordinates":[14.4,50.1],"properties":null}');
    assert.deepEqual(
      tree.open?.().map(({ key, kind, text }) => [key, kind, text]),
      [
        ["type", "string", '"Point"'],
        ["coordinates", "object", "[2]"],
        ["properties", "keyword", "null"],
      ],
    );
  });

  it("has nothing to open where there is nothing", () => {
    for (const text of ["{}", "[]", "1", "null", '"x"']) assert.equal(readJson(text).open, undefined, text);
    assert.equal(readJson("{}").text, "{}");
  });

  it("makes of millions of bytes only the lines that are opened", () => {
    const rows = Array.from({ length: 100_000 }, (_, row) => ({ row, note: "x".repeat(40) }));
    const tree = readJson(JSON.stringify(rows));
    assert.equal(tree.text, "[100000]");
    const lines = tree.open?.() ?? [];
    assert.equal(lines.length, 100_000);
    assert.deepEqual(lines.at(-1)?.open?.().map(({ text }) => text), ["99999", `"${"x".repeat(40)}"`]); // prettier-ignore
  });

  it("takes every text for text", () => {
    const texts = readJson(JSON.stringify(attacks))
      .open?.()
      .map(({ text }) => text);
    assert.deepEqual(
      texts,
      attacks.map((text) => JSON.stringify(text)),
    );
  });

  it("refuses what is no JSON and no tree, so that the editor shows the output's text", () => {
    assert.throws(() => readJson("{"));
    assert.throws(() => readTree('{"kind":"elsewhere","text":"x"}'));
  });

  it("says how many the kernel did not tell", () => {
    const tree = readTree(
      '{"kind":"object","text":"Array(250)","children":[{"key":"0","kind":"number","text":"0"}],"more":249}',
    );
    assert.deepEqual(
      tree.open?.().map(({ text }) => text),
      ["0", "… 249 more"],
    );
  });
});
