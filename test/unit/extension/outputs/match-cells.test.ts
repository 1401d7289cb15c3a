import assert from "node:assert/strict";
import type { KeptCell } from "../../../../extension/outputs/cache-text.ts";
import { matchCells } from "../../../../extension/outputs/match-cells.ts";

const kept = (key: string, index: number, name?: string): KeptCell => ({
  ran: { key, before: "" },
  index,
  at: 0,
  outputs: [],
  ...(name === undefined ? {} : { name }),
});
const code = (key: string, name?: string) => ({ key, markup: false, name });

describe("kept outputs", () => {
  const keysOf = (cells: readonly KeptCell[], present: Parameters<typeof matchCells>[1]) =>
    matchCells(cells, present).map((found) => found?.ran.key);

  it("go to cells with the same text, wherever these are now", () => {
    assert.deepEqual(keysOf([kept("a", 0), kept("b", 1)], [code("new"), code("b"), code("a")]), [
      undefined,
      "b",
      "a",
    ]);
  });

  it("go to edited cells by name, else by place", () => {
    assert.deepEqual(
      keysOf([kept("a", 0), kept("b", 1, "clean")], [code("a2"), code("x"), code("b2", "clean")]),
      ["a", undefined, "b"],
    );
  });

  it("are told apart by place where several cells have the same text", () => {
    assert.deepEqual(
      matchCells([kept("a", 1), kept("a", 0)], [code("a"), code("a")]).map((found) => found?.index),
      [0, 1],
    );
  });

  it("never go to Markdown, nor to a cell of another name at the same place", () => {
    assert.deepEqual(
      keysOf([kept("a", 0), kept("b", 1, "clean")], [{ ...code("a"), markup: true }, code("b2", "other")]),
      [undefined, undefined],
    );
  });
});
