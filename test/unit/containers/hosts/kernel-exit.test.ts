import assert from "node:assert/strict";
import { exitReason } from "../../../../containers/hosts/kernel-host.ts";

describe("the end of a kernel", () => {
  const cases = [
    { exitCode: 0, asked: false, outOfMemory: false, reason: "stopped" },
    { exitCode: undefined, asked: true, outOfMemory: false, reason: "stopped" },
    { exitCode: 137, asked: true, outOfMemory: true, reason: "stopped" },
    { exitCode: 3, asked: false, outOfMemory: false, reason: "lease" },
    { exitCode: 137, asked: false, outOfMemory: true, reason: "out-of-memory" },
    { exitCode: 137, asked: false, outOfMemory: false, reason: "exited" },
    { exitCode: undefined, asked: false, outOfMemory: false, reason: "exited" },
  ] as const;
  for (const { exitCode, reason, ...why } of cases) {
    it(`is "${reason}" after code ${String(exitCode)}${why.asked ? " that was asked for" : ""}${why.outOfMemory ? " without memory" : ""}`, () => {
      assert.equal(exitReason(exitCode, why), reason);
    });
  }
});
