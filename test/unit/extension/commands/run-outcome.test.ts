import assert from "node:assert/strict";
import { runOutcome } from "../../../../extension/commands/run-outcome.ts";

describe("how a run ended", () => {
  it("names image, arguments and time", () => {
    assert.deepEqual(runOutcome("weather:1 2012-02-05", 0, 1234), {
      ok: true,
      message: "weather:1 2012-02-05 has run in 1.2 s.",
    });
  });

  it("says what an exit code means", () => {
    assert.match(runOutcome("weather:1", 42, 10).message, /exit code 42 after 10 ms\. .*never succeed/);
    assert.match(runOutcome("weather:1", 75, 10).message, /may succeed later/);
    assert.match(runOutcome("weather:1", 137, 10).message, /out of memory/);
    assert.match(runOutcome("weather:1", 1, 10).message, /Its output says why/);
  });
});
