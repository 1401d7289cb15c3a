import assert from "node:assert/strict";
import type { BackfillEngine } from "../../../../app/backfill/backfill-engine.ts";
import { beginBackfill, type BegunBackfill } from "../../../../app/backfill/begin-backfill.ts";
import { ObjectJournal } from "../../../../backfill/journal/objects/object-journal.ts";
import type { RunEnd, RunEngine } from "../../../../backfill/run-engine.ts";
import type { Selection } from "../../../../backfill/select-units.ts";
import { FakeObjects } from "../../backfill/fake-bucket.ts";

describe("a backfill that begins elsewhere", () => {
  let objects: FakeObjects;
  let done: string[];

  beforeEach(() => {
    [objects, done] = [new FakeObjects(), []];
  });

  function engineOf(machine: string, ends: boolean): RunEngine {
    return {
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
  }

  const files = (): ReadonlyMap<string, string> => new Map();
  const dockerOf = (machine: string, ends: boolean): BackfillEngine => ({
    ...{ name: "docker", machine, kind: "runs", files },
    engine: engineOf(machine, ends),
  });
  const daskWith = (runtime: "docker" | "podman", ends: boolean): BackfillEngine => ({
    ...{ name: "dask", runtime, kind: "runs", files },
    engine: engineOf(runtime, ends),
  });

  const begin = (
    machine: string,
    only: Selection,
    ends: boolean,
    on = dockerOf(machine, ends),
  ): Promise<BegunBackfill> =>
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
        on,
      },
      {
        onNote: () => undefined,
        onPlan: () => undefined,
        onChange: () => undefined,
        onStop: () => undefined,
        onLog: () => undefined,
      },
    );

  /** The machine dies while it runs both. */
  async function killed(first: BegunBackfill): Promise<() => Promise<void>> {
    assert.ok(first.kind === "begun");
    void first.backfill.run();
    while (objects.keys.filter((key) => key.startsWith("lines/")).length < 4) await new Promise(setImmediate);
    objects.now += 3_600_000;
    return first.close;
  }

  it("starts nothing that may run on the first one's engine, until it is said that this is gone", async () => {
    const close = await killed(await begin("first", "missing", false));
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
    await Promise.all([close(), second.close()]);
  });

  it("starts nothing that containers of another runtime may do", async () => {
    const close = await killed(await begin("first", "missing", false, daskWith("podman", false)));
    assert.deepEqual(await begin("second", "missing", true, daskWith("docker", true)), {
      kind: "elsewhere",
      on: "dask",
      runtime: "podman",
      units: ["a", "b"],
    });
    const second = await begin("second", "missing", true, daskWith("podman", true));
    assert.ok(second.kind === "begun");
    await second.backfill.run();
    assert.deepEqual([...done].sort(), ["a on podman", "b on podman"]);
    await Promise.all([close(), second.close()]);
  });
});
