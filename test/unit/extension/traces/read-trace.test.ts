import assert from "node:assert/strict";
import { readTrace } from "../../../../extension/traces/read-trace.ts";

const trace = `cell [2] "total":3:7

  2 | const a = ["x"];
> 3 | boom(a);
    | ^
  4 | a;

RangeError: no price, at least none at ./lib/x.ts:1:1
    at priceOf (./lib/prices.ts:4:35)
    at boom (cell [1]:1:9)
    at pad (file:///app/node_modules/left/index.js:3:5)
    at cell [2] "total":3:7`;

describe("reading a trace", () => {
  const lines = readTrace(trace, "RangeError");

  it("tells what each line is", () => {
    assert.deepEqual(
      lines.map(({ kind }) => kind),
      [
        ...["place", "text", "code", "failing", "code", "code", "text", "error"],
        ...["frame", "frame", "frame", "frame"],
      ],
    );
  });

  it("finds the places in cells and in modules beside the notebook, and no others", () => {
    const links = lines.flatMap(({ pieces }) => pieces).filter(({ href }) => href !== undefined);
    assert.deepEqual(links, [
      { text: 'cell [2] "total":3:7', href: "vscode-notebook-cell:?execution_count=2&line=3" },
      { text: "./lib/prices.ts:4:35", href: "./lib/prices.ts:4:35" },
      { text: "cell [1]:1:9", href: "vscode-notebook-cell:?execution_count=1&line=1" },
      { text: 'cell [2] "total":3:7', href: "vscode-notebook-cell:?execution_count=2&line=3" },
    ]);
  });

  it("loses no character", () => {
    const text = lines.map(({ pieces }) => pieces.map((piece) => piece.text).join("")).join("\n");
    assert.equal(text, trace);
  });
});
