import assert from "node:assert/strict";
import fc from "fast-check";
import { durationPattern, durationSeconds, durationText } from "../../../notebook/duration-seconds.ts";

describe("a length of time in the front matter", () => {
  it("is what it says", () => {
    const texts = { "45s": 45, "90m": 5400, "2h": 7200, "1h30m": 5400, "1d": 86_400, "1d2h3m4s": 93_784 };
    for (const [text, seconds] of Object.entries(texts)) assert.equal(durationSeconds(text), seconds, text);
    for (const text of ["", "2", "h", "2 h", "30m1h", "1.5h", "-1h"])
      assert.doesNotMatch(text, durationPattern, text);
  });

  it("is written so that it is read back", () => {
    fc.assert(
      fc.property(fc.nat(3_000_000), (seconds) => durationSeconds(durationText(seconds)) === seconds),
    );
  });
});
