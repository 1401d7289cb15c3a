import assert from "node:assert/strict";
import { bytes } from "../../../../containers/figures/bytes.ts";
import { duration } from "../../../../containers/figures/duration.ts";

describe("figures for people", () => {
  it("say durations", () => {
    assert.deepEqual([4.4, 999, 1000, 59_940, 59_990, 65_000].map(duration), [
      "4 ms",
      "999 ms",
      "1.0 s",
      "59.9 s",
      "1 min 0 s",
      "1 min 5 s",
    ]);
  });

  it("say sizes", () => {
    assert.deepEqual([0, 999, 1500, 268_000_000].map(bytes), ["0 bytes", "999 bytes", "1.5 kB", "268 MB"]);
  });
});
