import assert from "node:assert/strict";
import { backfillEngine, engineOfJournal, stopEverything } from "../../../../app/backfill/backfill-engine.ts";
import { beginBackfill } from "../../../../app/backfill/begin-backfill.ts";
import { textOf } from "../../../../app/failures/describe-failure.ts";
import { ObjectJournal } from "../../../../backfill/journal/objects/object-journal.ts";
import type { Runtime } from "../../../../backfill/slurm/script-parts.ts";
import type { Engine } from "../../../../containers/engine/engine.ts";
import { FakeObjects } from "../../backfill/fake-bucket.ts";
import { FakeDask } from "../../backfill/dask/fake-dask.ts";

describe("the engine of a journal", function () {
  this.timeout(60_000);
  const worker = "tcp://10.0.0.1:4001";
  // SAFETY: Dask's workers have engines of their own.
  const engine = {} as Engine;
  let dask: FakeDask;

  beforeEach(async () => {
    dask = await FakeDask.start([worker]);
  });
  afterEach(() => dask.end());

  /** Begins a backfill on Dask, and leaves it as one that is killed does. */
  async function begun(runtime: Runtime) {
    const journal = new ObjectJournal(new FakeObjects().seenBy());
    const place = { journal, batches: "", id: "1" };
    const on = backfillEngine("dask", {
      ...{ engine, runtime, env: dask.env, image: "sha256:1", reference: undefined },
      ...{ mounts: [], user: undefined, limits: {}, parameters: {}, volumes: [], timeout: undefined },
      ...{ argsOf: () => [], argsOfAny: [], journalId: place.id, batches: "", onNote: () => undefined },
    });
    const nothing = (): void => undefined;
    const left = await beginBackfill(
      {
        ...{ units: ["2022-01-01"], version: { image: "sha256:1", parameters: {} }, only: "missing" },
        ...{ settings: { parallel: 1, retries: 0, stopAfter: undefined }, place, on },
      },
      { onNote: nothing, onPlan: nothing, onChange: nothing, onStop: nothing, onLog: nothing },
    );
    assert.ok(left.kind === "begun");
    await left.close();
    return { place, state: await journal.look() };
  }

  it("is asked by the program that has started its containers", async () => {
    const { place, state } = await begun("podman");
    await dask.holds(worker, "pipenb-1", "");
    const on = engineOfJournal(state, { engine, place, env: dask.env });
    assert.deepEqual(await stopEverything(on), ["2022-01-01"]);
  });

  it("is Docker's program where the journal names none, and no other that is not known", async () => {
    const { place, state } = await begun("podman");
    assert.ok(state.begin !== undefined);
    const older = { begin: { ...state.begin, runtime: undefined } };
    const on = engineOfJournal(older, { engine, place, env: dask.env });
    await assert.rejects(stopEverything(on), /no docker here/);
    const newer = { begin: { ...state.begin, runtime: "nerdctl" } };
    assert.throws(
      () => engineOfJournal(newer, { engine, place, env: dask.env }),
      (error) => /nerdctl/.test(textOf(error)),
    );
  });
});
