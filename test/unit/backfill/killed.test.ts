/** A backfill that is killed at any moment, byte by byte, and started again: nothing is done twice, and nothing is lost. */
import assert from "node:assert/strict";
import { BatchBackfill } from "../../../backfill/batch/carry-out-batch.ts";
import { Backfill, type Journal } from "../../../backfill/carry-out.ts";
import type { HeldJournal } from "../../../backfill/journal/journal-store.ts";
import { ObjectJournal } from "../../../backfill/journal/objects/object-journal.ts";
import { ObjectLines } from "../../../backfill/journal/objects/object-lines.ts";
import {
  readJournal,
  stateOf,
  unitHistory,
  type JournalState,
} from "../../../backfill/journal/read-journal.ts";
import type { Settings } from "../../../backfill/queue.ts";
import type { Run } from "../../../backfill/run-engine.ts";
import { versionId } from "../../../backfill/run-key.ts";
import { selectUnits } from "../../../backfill/select-units.ts";
import { FakeObjects } from "./fake-bucket.ts";
import { FakeBatches } from "./fake-batches.ts";
import { FakeProcess, FakeWorld } from "./fake-world.ts";

const version = { image: "sha256:1", parameters: { limit: 3 } };
const units = Array.from({ length: 12 }, (_, index) => `2022-01-${String(index + 1).padStart(2, "0")}`);

/** The third is refused for good, the fifth succeeds the second time, the seventh never does. */
function codeOf(unit: string, attempt: number): number {
  if (unit === "2022-01-03") return 42;
  if (unit === "2022-01-05") return attempt === 1 ? 75 : 0;
  return unit === "2022-01-07" ? 75 : 0;
}

/** What a backfill runs over. */
interface Parts {
  /** The engine, where it takes whole lists. */
  readonly batches?: FakeBatches;
  /** What keeps the journal, where that is no file. */
  readonly objects?: FakeObjects;
}

/** The journal as it lies there; undefined where the process was killed before it was its own. */
async function openedBy(
  process: FakeProcess,
  world: FakeWorld,
  objects: FakeObjects | undefined,
): Promise<{ readonly state: JournalState; readonly journal: Journal } | undefined> {
  if (objects === undefined) {
    const state = readJournal(world.journal);
    world.journal = world.journal.slice(0, state.wholeBytes);
    return { state, journal: process };
  }
  lives += 1;
  // Nobody waits for the lease of one that was killed: here each has a machine of its own.
  objects.now += 60_000;
  const bucket = objects.seenBy((request) => process.asked(request));
  const store = new ObjectJournal(bucket, { host: `life-${lives}`, aliveMilliseconds: 2 ** 30 });
  let held: HeldJournal | undefined;
  void store
    .hold(() => undefined)
    .then((each) => {
      held = each;
    });
  while (held === undefined && process.alive) await new Promise(setImmediate);
  if (held === undefined) return undefined;
  if (held.kind !== "held") assert.fail("nobody else has it");
  return { state: held.journal.state, journal: held.journal };
}

let lives = 0;

/** One life of the command: it reads the journal, and goes on until it has ended or is killed; true if it has ended. */
async function live(world: FakeWorld, moments: number, { batches, objects }: Parts): Promise<boolean> {
  const process = new FakeProcess(world, moments);
  const opened = await openedBy(process, world, objects);
  if (opened === undefined) return false;
  const { state: journal } = opened;
  const settings: Settings = { version: versionId(version), parallel: 4, retries: 2, stopAfter: undefined };
  const parts = {
    settings,
    journal: opened.journal,
    clock: process.clock,
    keepLog: (run: Run) => process.keepLog(run),
    onChange: () => undefined,
  };
  const backfill =
    batches === undefined
      ? new Backfill({
          ...parts,
          jobs: selectUnits(units, { journal, version, only: "missing", findsLost: true }),
          engine: process.engine,
        })
      : new BatchBackfill({
          ...parts,
          known: journal.units,
          plan: (known) =>
            selectUnits(units, {
              journal: { ...journal, units: known },
              version,
              only: "missing",
              findsLost: false,
            }),
          engine: batches.seenBy(process),
          onTrouble: () => undefined,
          describe: String,
        });
  let ended = false;
  void backfill.run().then(({ error }) => {
    assert.equal(error, undefined);
    ended = true;
  });
  await world.until(() => ended || !process.alive);
  return ended;
}

/** Lives until the backfill has ended; gives how often it was killed. */
async function liveOn(world: FakeWorld, momentsOf: () => number, parts: Parts = {}): Promise<number> {
  for (let kills = 0; ; kills += 1) {
    assert.ok(kills < 1_000, "it never comes to an end");
    if (!(await live(world, momentsOf(), parts))) continue;
    if (parts.objects !== undefined) world.journal = await textIn(parts.objects);
    return kills;
  }
}

/** As a file of its lines. */
async function textIn(objects: FakeObjects): Promise<Uint8Array> {
  const lines = new ObjectLines(objects.seenBy());
  await lines.read();
  return Buffer.from(lines.text);
}

function check(world: FakeWorld, because: string): void {
  const { units: known } = readJournal(world.journal);
  const states = units.map((unit) => stateOf(known.get(unit), versionId(version)));
  const expected = units.map((unit) => (["2022-01-03", "2022-01-07"].includes(unit) ? "failed" : "done"));
  assert.deepEqual(states, expected, because);
  for (const unit of units)
    assert.equal(world.succeeded.get(unit) ?? 0, codeOf(unit, 9) === 0 ? 1 : 0, `${unit}, ${because}`);
  assert.equal(world.overlaps, 0, because);
  for (const unit of units)
    for (const { state, attempt } of unitHistory(world.journal, unit))
      if (state !== "running") assert.ok(world.logs.has(`${unit} ${attempt}`), `log of ${unit}, ${because}`);
}

describe("a backfill that is killed", () => {
  it("at one random moment after the other does every unit once", async () => {
    const first = Number(process.env["PIPENB_FUZZ_SEED"] ?? Date.now() % 1_000_000);
    let kills = 0;
    for (let seed = first; kills < 100; seed += 1) {
      const world = new FakeWorld(seed, codeOf);
      kills += await liveOn(world, () => Math.floor(world.random() * 3_000));
      check(world, `PIPENB_FUZZ_SEED=${seed}`);
    }
  }).timeout(300_000);

  it("does every unit once where the engine takes whole lists", async () => {
    const first = Number(process.env["PIPENB_FUZZ_SEED"] ?? Date.now() % 1_000_000);
    let kills = 0;
    for (let seed = first; kills < 100; seed += 1) {
      const world = new FakeWorld(seed, codeOf);
      const batches = new FakeBatches(world);
      kills += await liveOn(world, () => Math.floor(world.random() * 3_000), { batches });
      check(world, `PIPENB_FUZZ_SEED=${seed}`);
    }
  }).timeout(300_000);

  it("at each moment of its first units does every unit once", async () => {
    for (let moment = 0; moment < 1_500; moment += 7) {
      const world = new FakeWorld(moment, codeOf);
      let isFirst = true;
      await liveOn(world, () => {
        const moments = isFirst ? moment : Infinity;
        isFirst = false;
        return moments;
      });
      check(world, `killed at moment ${moment}`);
    }
  }).timeout(300_000);

  it("does every unit once where its journal lies in a store", async () => {
    const first = Number(process.env["PIPENB_FUZZ_SEED"] ?? Date.now() % 1_000_000);
    let kills = 0;
    for (let seed = first; kills < 100; seed += 1) {
      const world = new FakeWorld(seed, codeOf);
      const batches = seed % 2 === 0 ? { batches: new FakeBatches(world) } : {};
      const parts = { ...batches, objects: new FakeObjects() };
      kills += await liveOn(world, () => Math.floor(world.random() * 600), parts);
      check(world, `PIPENB_FUZZ_SEED=${seed}`);
    }
  }).timeout(300_000);

  it("at each moment of its first units does every unit once where its journal lies in a store", async () => {
    for (let moment = 0; moment < 200; moment += 1) {
      const world = new FakeWorld(moment, codeOf);
      let isFirst = true;
      const momentsOf = (): number => {
        const moments = isFirst ? moment : Infinity;
        isFirst = false;
        return moments;
      };
      await liveOn(world, momentsOf, { objects: new FakeObjects() });
      check(world, `killed at moment ${moment}`);
    }
  }).timeout(300_000);

  it("not at all gives up what cannot succeed, and tries the rest again", async () => {
    const world = new FakeWorld(1, codeOf);
    assert.equal(await liveOn(world, () => Infinity), 0);
    check(world, "never killed");
    assert.equal(readJournal(world.journal).units.get("2022-01-07")?.attempt, 3);
    assert.equal(world.containers.size, 0, "nothing is left on the engine");
  });
});
