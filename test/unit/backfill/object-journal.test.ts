import assert from "node:assert/strict";
import type { Entry, UnitEntry } from "../../../backfill/journal/entry.ts";
import { JournalError } from "../../../backfill/journal/journal-error.ts";
import type { HeldJournal, OpenJournal } from "../../../backfill/journal/journal-store.ts";
import {
  ObjectJournal,
  type ObjectJournalSettings,
} from "../../../backfill/journal/objects/object-journal.ts";
import { bucketAddress, FakeObjects, losing } from "./fake-bucket.ts";
import { dice } from "./fake-world.ts";

const entry = (unit: string, state: UnitEntry["state"] = "done", attempt = 1): Entry => ({
  at: "2022-01-01T00:00:00.000Z",
  unit,
  state,
  attempt,
  version: "v",
});

const lease = 30_000;
/** Nothing happens by the clock. */
const still: Partial<ObjectJournalSettings> = {
  leaseMilliseconds: lease,
  aliveMilliseconds: 2 ** 30,
  tries: 1_000,
  pauseMilliseconds: 0,
};

const unasked = (): void => {
  assert.fail("nobody asks for the end");
};

function opened(held: HeldJournal): OpenJournal {
  if (held.kind === "held") return held.journal;
  assert.fail(`process ${held.pid} on ${held.host ?? "this machine"} has it`);
}

describe("a journal of objects", () => {
  let objects: FakeObjects;
  let hosts = 0;
  beforeEach(() => {
    objects = new FakeObjects();
  });

  /** On a machine of its own where no name is given. */
  const journalOn = (host = `host-${process.pid}-${++hosts}`, bucket = objects.seenBy()): ObjectJournal =>
    new ObjectJournal(bucket, { ...still, host });
  const unitsOf = async (): Promise<readonly string[]> => [...(await journalOn().look()).units.keys()];

  it("takes lines, each an object with its number, and gives them back to others", async () => {
    const journal = opened(await journalOn().hold(unasked));
    assert.equal(journal.state.units.size, 0);
    await journal.append(entry("a", "running"));
    await journal.append(entry("b ř\n"));
    await journal.append(entry("a"));
    assert.deepEqual(
      objects.keys.filter((key) => key.startsWith("lines/")),
      [1, 2, 3, 4].map((number) => `lines/${String(number).padStart(12, "0")}`),
    );
    await journal.close();
    const { units, begin } = await journalOn().look();
    assert.deepEqual([...units.values()].map(({ unit, state }) => [unit, state]).sort(), [
      ["a", "done"],
      ["b ř\n", "done"],
    ]);
    assert.equal(begin, undefined);
    assert.deepEqual(await journalOn().lookAtUnit("a"), [entry("a", "running"), entry("a")]);
    assert.deepEqual(
      objects.keys.filter((key) => key.startsWith("holders/")),
      [],
    );
  });

  it("is read by its last snapshot and the few lines behind it", async () => {
    const journal = opened(await journalOn().hold(unasked));
    for (let index = 0; index < 2_100; index += 1) await journal.append(entry(String(index)));
    objects.reads = 0;
    assert.equal((await unitsOf()).length, 2_100);
    assert.ok(objects.reads < 500, String(objects.reads));
    await journal.close();
    objects.reads = 0;
    const reader = journalOn();
    assert.equal((await reader.look()).units.size, 2_100);
    assert.equal(objects.reads, 1);
    assert.ok(objects.keys.filter((key) => key.startsWith("snapshots/")).length <= 2);
    await reader.look();
    assert.equal(objects.reads, 1, "only what comes is read again");
  });

  it("is one process's, also on another machine, until that is not heard of", async () => {
    const first = opened(await journalOn("first").hold(unasked));
    assert.deepEqual(await journalOn("second").hold(unasked), {
      kind: "taken",
      host: "first",
      pid: process.pid,
    });
    assert.deepEqual(await journalOn("first").hold(unasked), { kind: "taken", pid: process.pid });
    await first.append(entry("a"));
    objects.now += lease + 1;
    const second = opened(await journalOn("second").hold(unasked));
    assert.deepEqual([...second.state.units.keys()], ["a"]);
    await assert.rejects(first.append(entry("b")), (error) => {
      assert.ok(error instanceof JournalError);
      assert.deepEqual(error.facts, { code: "taken-over", host: "second", pid: process.pid });
      return true;
    });
    await assert.rejects(first.append(entry("b")), JournalError);
    await second.append(entry("c"));
    await first.close();
    await second.append(entry("d"));
    await second.close();
    assert.deepEqual(await unitsOf(), ["a", "c", "d"]);
    const third = opened(await journalOn("third").hold(unasked));
    await third.close();
  });

  it("is not written by who has lost it, although it has read what was written since", async () => {
    const store = journalOn("first");
    const first = opened(await store.hold(unasked));
    objects.now += lease + 1;
    const second = opened(await journalOn("second").hold(unasked));
    await second.append(entry("a"));
    await store.look();
    await assert.rejects(first.append(entry("b")), JournalError);
    await Promise.all([first.close(), second.close()]);
  });

  it("is free at once where its process was killed on this machine", async () => {
    let alive = true;
    const killed = <Answer>(request: () => Answer): Promise<Answer> =>
      alive ? Promise.resolve(request()) : new Promise(() => undefined);
    const bucket = objects.seenBy(killed);
    const dead = new ObjectJournal(
      { ...bucket, address: `s3://of-the-dead-${process.pid}/a` },
      { ...still, host: "first" },
    );
    await opened(await dead.hold(unasked)).append(entry("a", "running"));
    alive = false;
    // Its lock went with it.
    const next = opened(await journalOn("first").hold(unasked));
    assert.equal(next.state.units.get("a")?.state, "running");
    await next.close();
  });

  it("is stopped by somebody on another machine", async () => {
    let asked = 0;
    let hear: () => void = () => undefined;
    const heard = new Promise<void>((resolve) => {
      hear = resolve;
    });
    const first = new ObjectJournal(objects.seenBy(), { ...still, host: "asked", aliveMilliseconds: 1 });
    assert.equal(await journalOn("second").stopHolder(), undefined);
    const held = await first.hold(() => {
      asked += 1;
      hear();
    });
    assert.deepEqual(await journalOn("second").stopHolder(), { host: "asked", pid: process.pid });
    await heard;
    await opened(held).close();
    assert.equal(asked, 1);
  });

  it("refuses a store that writes over what is there", async () => {
    const bucket = objects.seenBy();
    const odd = {
      ...bucket,
      create: async (key: string, text: string) => (await bucket.write(key, text), true),
    };
    await assert.rejects(journalOn("odd", odd).hold(unasked), (error) => {
      assert.ok(error instanceof JournalError);
      assert.equal(error.code, "writes-over");
      return true;
    });
    await opened(await journalOn("odd").hold(unasked)).close();
  });

  it("says where a line is gone", async () => {
    const journal = opened(await journalOn().hold(unasked));
    for (const unit of ["a", "b", "c"]) await journal.append(entry(unit));
    objects.remove("lines/000000000003");
    await assert.rejects(journalOn().look(), (error) => {
      assert.ok(error instanceof JournalError);
      assert.deepEqual(error.facts, { code: "has-a-gap", address: bucketAddress, line: 3 });
      return true;
    });
  });

  it("keeps logs beside its lines", async () => {
    await journalOn().keep("a.1.log", "said\n");
    assert.equal(await journalOn().kept("a.1.log"), "said\n");
    assert.equal(await journalOn().kept("a.2.log"), undefined);
  });

  it("has each line once, whatever answers are lost, whoever is killed and taken for dead", async () => {
    const first = Number(process.env["PIPENB_FUZZ_SEED"] ?? Date.now() % 1_000_000);
    for (let seed = first; seed < first + 60; seed += 1) await fuzz(seed);
  }).timeout(300_000);

  /** Several machines at once, of which some are killed, and some come back after they were given up. */
  async function fuzz(seed: number): Promise<void> {
    const because = `PIPENB_FUZZ_SEED=${seed}`;
    const random = dice(seed);
    const world = new FakeObjects();
    const said: string[] = [];
    const life = async (host: string): Promise<void> => {
      let left = Math.floor(random() * 150);
      const lose = losing(random, 0.1);
      const bucket = world.seenBy(async (request) => {
        for (let wait = Math.floor(random() * 4); wait > 0; wait -= 1) await new Promise(setImmediate);
        left -= 1;
        // Between two requests time goes by, at times more than others wait.
        world.now += random() < 0.03 ? lease + 1 : 100;
        if (left === 0) throw new Killed();
        return lose(request);
      });
      const journal = new ObjectJournal(bucket, { ...still, host, tries: 30 });
      const held = await journal.hold(unasked);
      if (held.kind === "taken") return;
      for (let index = 0; index < 20; index += 1) {
        const unit = `${host}-${index}`;
        await held.journal.append(entry(unit));
        said.push(unit);
      }
      await held.journal.close();
    };
    const lives = Array.from({ length: 6 }, async (_, index) => {
      for (let number = 0; number < 6; number += 1)
        await life(`fuzz-${seed}-${index}-${number}`).catch(expected);
    });
    await Promise.all(lives);
    const text = textOf(world);
    const units = text.map((line) => Reflect.get(line, "unit") as string | undefined);
    for (const unit of said)
      assert.equal(units.filter((each) => each === unit).length, 1, `${unit} is not there once, ${because}`);
    let holder = "";
    for (const line of text) {
      const begun = Reflect.get(line, "holder") as { readonly host: string } | undefined;
      const unit = Reflect.get(line, "unit") as string | undefined;
      if (begun !== undefined) holder = begun.host;
      else assert.ok(unit?.startsWith(`${holder}-`), `${unit ?? ""} is written beside ${holder}, ${because}`);
    }
  }
});

class Killed extends Error {}

/** That somebody was killed, or has lost the journal, is what is tried. */
function expected(error: unknown): void {
  const isLost = error instanceof JournalError && error.code === "taken-over";
  const isAway = error instanceof Error && error.message === "nothing came back";
  if (!(error instanceof Killed) && !isLost && !isAway) throw error;
}

function textOf(world: FakeObjects): readonly object[] {
  const lines = world.keys.filter((key) => key.startsWith("lines/"));
  assert.deepEqual(
    lines,
    lines.map((_, index) => `lines/${String(index + 1).padStart(12, "0")}`),
  );
  const all = lines.map((key) => (world.textOf(key) ?? "").split("\n")[0] ?? "");
  const last = world.keys.findLast((key) => key.startsWith("snapshots/"));
  if (last !== undefined) {
    const snapshot = (world.textOf(last) ?? "").trimEnd().split("\n");
    assert.deepEqual(snapshot, all.slice(0, snapshot.length));
  }
  return all.map((line) => JSON.parse(line) as object);
}
