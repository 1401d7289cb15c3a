import assert from "node:assert/strict";
import { cellsToRun, ranAs, stalenessOf } from "../../../../extension/outputs/ran-as.ts";
import type { RanAs, Staleness } from "../../../../extension/outputs/ran-as.ts";

const code = (text: string) => ({ markup: false, text });
const markdown = (text: string) => ({ markup: true, text });

function staleAfter(
  before: Parameters<typeof ranAs>[0],
  after: Parameters<typeof ranAs>[0],
): readonly (Staleness | undefined)[] {
  const now = ranAs(after);
  const nothing: RanAs = { key: "", before: "" };
  return ranAs(before).map((ran, index) => stalenessOf(ran, now[index] ?? nothing));
}

describe("stale outputs", () => {
  const cells = [code("a"), markdown("m"), code("b"), code("c")];

  it("are those of an edited cell and of all code below it", () => {
    assert.deepEqual(staleAfter(cells, [code("a"), markdown("m"), code("b2"), code("c")]), [
      undefined,
      undefined,
      "changed",
      "earlier",
    ]);
  });

  it("are not made by Markdown, line ends or space at the end", () => {
    const edited = [code("\uFEFFa\r\n"), markdown("other"), code("b  "), code("c\n\n")];
    assert.deepEqual(staleAfter(cells, edited)[0], undefined);
    assert.deepEqual(staleAfter(cells, edited).slice(2), [undefined, undefined]);
  });

  it("are current again when the edit is taken back", () => {
    assert.deepEqual(staleAfter(cells, cells), [undefined, undefined, undefined, undefined]);
  });

  it("are those below cells that changed places", () => {
    const now = ranAs([code("b"), code("a"), code("c")]);
    const then = ranAs([code("a"), code("b"), code("c")]);
    assert.notEqual(then[2]?.before, now[2]?.before);
  });
});

describe("the cells that Run Stale Cells runs", () => {
  it("are none where nothing is stale", () => {
    assert.deepEqual(cellsToRun(["current", "unknown", "current"]), []);
    assert.deepEqual(cellsToRun([]), []);
  });

  it("are the first stale one and all below it that has run, with what lies between", () => {
    assert.deepEqual(
      cellsToRun(["current", "stale", "unknown", "current", "stale", "unknown"]),
      [1, 2, 3, 4],
    );
    assert.deepEqual(cellsToRun(["unknown", "stale", "unknown"]), [1]);
  });
});
