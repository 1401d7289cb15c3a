import assert from "node:assert/strict";
import { runningCells } from "../../../../extension/kernel/reconnect.ts";

const texts = [undefined, "1", "2", "2"];
const kept = { index: 2, text: "2", id: "a", since: 3, startTime: 17 };

describe("the cells that run in a kernel that was found again", () => {
  it("are those that were remembered, also when the kernel is done with them", () => {
    assert.deepEqual(runningCells([kept], [], texts), [kept]);
  });

  it("are those that only the kernel knows, each the first with this code that is not taken", () => {
    const running = [
      { id: "a", since: 3, code: "2" },
      { id: "b", since: 3, code: "2" },
      { id: "c", since: 4, code: "1" },
    ];
    assert.deepEqual(runningCells([kept], running, texts), [
      kept,
      { index: 3, text: "2", id: "b", since: 3 },
      { index: 1, text: "1", id: "c", since: 4 },
    ]);
  });

  it("are not what the notebook no longer has", () => {
    assert.deepEqual(runningCells([], [{ id: "a", since: 3, code: "3" }], texts), []);
  });
});
