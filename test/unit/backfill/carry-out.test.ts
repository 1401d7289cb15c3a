import assert from "node:assert/strict";
import { Backfill, type Journal } from "../../../backfill/carry-out.ts";
import type { RunEnd, RunEngine } from "../../../backfill/run-engine.ts";

const units = ["a", "b", "c", "d"];

describe("a backfill that is stopped at once", () => {
  /** The engine is done with stopping one only when this says so; each ends as soon as it was asked to. */
  async function stopped(
    untilStopped: (asked: readonly string[], ended: readonly string[]) => Promise<void>,
  ): Promise<{ readonly did: readonly string[]; readonly error: unknown }> {
    const ends = new Map<string, (end: RunEnd) => void>();
    const asked: string[] = [];
    const ended: string[] = [];
    const did: string[] = [];
    const engine: RunEngine = {
      run: ({ unit }) => new Promise((resolve) => ends.set(unit, resolve)),
      async stop({ unit }) {
        asked.push(unit);
        ends.get(unit)?.({ kind: "exit", code: 143, interrupted: false });
        await untilStopped(asked, ended);
        did.push(`stop ${unit}`);
      },
      log: () => Promise.resolve(""),
      forget({ unit }) {
        did.push(`forget ${unit}`);
        return Promise.resolve();
      },
      sweep: () => Promise.resolve([]),
      stopAll: () => Promise.resolve([]),
    };
    const journal: Journal = {
      append(entry) {
        if ("unit" in entry && entry.state === "stopped") ended.push(entry.unit);
        return Promise.resolve();
      },
    };
    const backfill = new Backfill({
      settings: { version: "v", parallel: 4, retries: 0, stopAfter: undefined },
      jobs: units.map((unit) => ({ unit, key: unit, attempt: 1, begun: false })),
      journal,
      engine,
      clock: { now: () => 0, random: () => 0, after: () => () => undefined },
      keepLog: () => Promise.resolve(),
      onChange: () => undefined,
    });
    const running = backfill.run();
    while (ends.size < units.length) await new Promise(setImmediate);
    backfill.stop(true);
    const { error } = await running;
    assert.deepEqual(ended, units);
    return { did, error };
  }

  /** Until that is so; at most for two seconds. */
  async function until(isSo: () => boolean, otherwise: string): Promise<void> {
    const from = Date.now();
    while (!isSo()) {
      if (Date.now() - from > 2_000) throw new Error(otherwise);
      await new Promise(setImmediate);
    }
  }

  it("asks all that run, and does not wait for one before the next", async () => {
    const { error } = await stopped((asked) =>
      until(() => asked.length === units.length, `only ${asked.join(", ")} was asked`),
    );
    assert.equal(error, undefined);
  });

  it("writes down what ends while others are still being stopped, and forgets nothing that is", async () => {
    const { did, error } = await stopped((_, ended) =>
      until(() => ended.length === units.length, `only ${ended.join(", ")} was written down`),
    );
    assert.equal(error, undefined);
    for (const unit of units) assert.ok(did.indexOf(`stop ${unit}`) < did.indexOf(`forget ${unit}`), unit);
  });

  it("says what went wrong with it", async () => {
    const { error } = await stopped(() => Promise.reject(new Error("no stopping")));
    assert.match(String(error), /no stopping/);
  });
});
