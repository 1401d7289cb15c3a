/** A backfill that is killed at any moment, byte by byte, and started again: nothing is done twice, and nothing is lost. */
import assert from "node:assert/strict";
import { Backfill, type BackfillEnd } from "../../../backfill/carry-out.ts";
import { readJournal, stateOf } from "../../../backfill/journal/read-journal.ts";
import type { Settings } from "../../../backfill/queue.ts";
import { versionId } from "../../../backfill/run-key.ts";
import { selectUnits } from "../../../backfill/select-units.ts";
import { FakeProcess, FakeWorld } from "./fake-world.ts";

const version = { image: "sha256:1", parameters: { limit: 3 } };
const units = Array.from({ length: 12 }, (_, index) => `2022-01-${String(index + 1).padStart(2, "0")}`);

/** The third is refused for good, the fifth succeeds the second time, the seventh never does. */
function codeOf(unit: string, attempt: number): number {
  if (unit === "2022-01-03") return 42;
  if (unit === "2022-01-05") return attempt === 1 ? 75 : 0;
  return unit === "2022-01-07" ? 75 : 0;
}

/** One life of the command: it reads the journal as it lies there, and goes on until it has ended or is killed. */
async function live(world: FakeWorld, moments: number): Promise<BackfillEnd | undefined> {
  const process = new FakeProcess(world, moments);
  const journal = readJournal(world.journal);
  world.journal = world.journal.slice(0, journal.wholeBytes);
  const settings: Settings = { version: versionId(version), parallel: 4, retries: 2, stopAfter: undefined };
  const backfill = new Backfill({
    jobs: selectUnits(units, { journal, version, only: "missing" }),
    settings,
    journal: process,
    engine: process.engine,
    clock: process.clock,
    keepLog: () => Promise.resolve(),
    onChange: () => undefined,
  });
  let ended: BackfillEnd | undefined;
  void backfill.run().then((end) => {
    ended = end;
  });
  await world.until(() => ended !== undefined || !process.alive);
  return ended;
}

/** Lives until the backfill has ended; gives how often it was killed. */
async function liveOn(world: FakeWorld, momentsOf: () => number): Promise<number> {
  for (let kills = 0; ; kills += 1) {
    assert.ok(kills < 1_000, "it never comes to an end");
    if ((await live(world, momentsOf())) !== undefined) return kills;
  }
}

function check(world: FakeWorld, because: string): void {
  const { units: known } = readJournal(world.journal);
  const states = units.map((unit) => stateOf(known.get(unit), versionId(version)));
  const expected = units.map((unit) => (["2022-01-03", "2022-01-07"].includes(unit) ? "failed" : "done"));
  assert.deepEqual(states, expected, because);
  for (const unit of units)
    assert.equal(world.succeeded.get(unit) ?? 0, codeOf(unit, 9) === 0 ? 1 : 0, `${unit}, ${because}`);
  assert.equal(world.overlaps, 0, because);
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
  }).timeout(60_000);

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
  }).timeout(60_000);

  it("not at all gives up what cannot succeed, and tries the rest again", async () => {
    const world = new FakeWorld(1, codeOf);
    assert.equal(await liveOn(world, () => Infinity), 0);
    check(world, "never killed");
    assert.equal(readJournal(world.journal).units.get("2022-01-07")?.attempt, 3);
    assert.equal(world.containers.size, 0, "nothing is left on the engine");
  });
});
