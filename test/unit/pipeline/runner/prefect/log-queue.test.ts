import assert from "node:assert/strict";
import { LogQueue } from "../../../../../pipeline/runner/prefect/log-queue.ts";

describe("the lines that Prefect is to hear", () => {
  it("wait while the server is away, and come in their order, 200 at most at once", async () => {
    let isAway = true;
    const posted: string[][] = [];
    const queue = new LogQueue((lines) => {
      if (isAway) return Promise.reject(new Error("away"));
      posted.push(lines.map(({ message }) => message));
      return Promise.resolve();
    });
    for (let line = 0; line < 250; line += 1) queue.add(String(line));
    queue.add("");
    assert.equal(await queue.send(), false);
    isAway = false;
    await queue.sendAll();
    assert.deepEqual(
      posted.map(({ length }) => length),
      [200, 50],
    );
    assert.deepEqual(
      posted.flat(),
      Array.from({ length: 250 }, (_, line) => String(line)),
    );
  });

  it("are not more than can be kept, and it is said how many were left out", async () => {
    const posted: string[] = [];
    const queue = new LogQueue((lines) => {
      posted.push(...lines.map(({ message }) => message));
      return Promise.resolve();
    });
    for (let line = 0; line < 5_003; line += 1) queue.add("a".repeat(line === 0 ? 30_000 : 1));
    await queue.sendAll();
    assert.equal(posted.length, 5_001);
    assert.equal(posted[0]?.length, 20_000);
    assert.match(posted.at(-1) ?? "", /^3 lines are only in the container's own log/);
  });
});
