import assert from "node:assert/strict";
import type { BackfillEngine } from "../../../../app/backfill/backfill-engine.ts";
import { beginBackfill, type BegunBackfill } from "../../../../app/backfill/begin-backfill.ts";
import { ObjectJournal } from "../../../../backfill/journal/objects/object-journal.ts";
import type { RunEnd, RunEngine } from "../../../../backfill/run-engine.ts";
import type { Selection } from "../../../../backfill/select-units.ts";
import { FakeObjects } from "../../backfill/fake-bucket.ts";

describe("a backfill that begins on another machine", () => {
  const objects = new FakeObjects();
  const done: string[] = [];

  /** Docker of a machine of that name. */
  function dockerOf(machine: string, ends: boolean): BackfillEngine {
    const engine: RunEngine = {
      run: ({ unit }) => {
        if (!ends) return new Promise<RunEnd>(() => undefined);
        done.push(`${unit} on ${machine}`);
        return Promise.resolve({ kind: "exit", code: 0, interrupted: false });
      },
      stop: () => Promise.resolve(),
      log: () => Promise.resolve(""),
      forget: () => Promise.resolve(),
      sweep: () => Promise.resolve([]),
      stopAll: () => Promise.resolve([]),
    };
    return { name: "docker", machine, kind: "runs", engine, files: () => new Map() };
  }

  const begin = (machine: string, only: Selection, ends: boolean): Promise<BegunBackfill> =>
    beginBackfill(
      {
        units: ["a", "b"],
        version: { image: "sha256:1", parameters: {} },
        only,
        settings: { parallel: 2, retries: 0, stopAfter: undefined },
        place: {
          journal: new ObjectJournal(objects.seenBy(), { host: machine, aliveMilliseconds: 2 ** 30 }),
          batches: "",
          id: "1",
        },
        on: dockerOf(machine, ends),
      },
      {
        onNote: () => undefined,
        onPlan: () => undefined,
        onChange: () => undefined,
        onStop: () => undefined,
        onLog: () => undefined,
      },
    );

  it("starts nothing that may run on the first one's engine, until it is said that this is gone", async () => {
    const first = await begin("first", "missing", false);
    assert.ok(first.kind === "begun");
    void first.backfill.run();
    while (objects.keys.filter((key) => key.startsWith("lines/")).length < 4) await new Promise(setImmediate);
    objects.now += 3_600_000;
    assert.deepEqual(await begin("second", "missing", true), {
      kind: "elsewhere",
      on: "docker",
      machine: "first",
      units: ["a", "b"],
    });
    const second = await begin("second", "lost", true);
    assert.ok(second.kind === "begun");
    await second.backfill.run();
    assert.deepEqual(done, ["a on second", "b on second"]);
    await Promise.all([first.close(), second.close()]);
  });
});
