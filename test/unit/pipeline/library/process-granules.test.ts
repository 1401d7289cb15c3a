import assert from "node:assert/strict";
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { failureExitCode } from "../../../../notebook/failure-exit-code.ts";
import { processGranules, skip } from "../../../../pipeline/library/process-granules.ts";
import type { Granule } from "../../../../pipeline/library/process-granules.ts";

const never = (message: string): Error => Object.assign(new Error(message), { exitCode: 42 });
const forNow = (message: string): Error => Object.assign(new Error(message), { exitCode: 75 });

describe("going through granules", () => {
  let folder: string;
  let pattern: string;
  let ledger: string;
  let handled: string[];
  const write = process.stdout.write.bind(process.stdout);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "pipenb-granules-"));
    pattern = join(folder, "in/*.csv");
    ledger = join(folder, "out/granules.jsonl");
    mkdirSync(join(folder, "in"));
    for (const name of ["b", "a", "c"]) writeFileSync(join(folder, `in/${name}.csv`), name);
    handled = [];
    // The sentence at the end is for whoever runs the pipeline.
    process.stdout.write = () => true;
  });

  afterEach(() => {
    process.stdout.write = write;
    rmSync(folder, { recursive: true, force: true });
  });

  const upper = ({ path, stem }: Granule): string => {
    handled.push(stem);
    return readFileSync(path, "utf8").toUpperCase();
  };
  const shown = (
    rows: readonly { granule: string; status: string; reason: string | null; result: unknown }[],
  ) => rows.map(({ granule, status, reason, result }) => [granule.slice(-5, -4), status, reason, result]);

  it("works on each file of the pattern once, in the order of the paths, and gives a row for each", async () => {
    mkdirSync(join(folder, "in/folder.csv"));
    mkdirSync(join(folder, "in/.d.csv.part"));
    writeFileSync(join(folder, "in/.d.csv.part/d.csv"), "half");
    const summary = await processGranules(
      [pattern, join(folder, "in/**/a.*"), join(folder, "in/**/d.csv")],
      upper,
    );
    assert.deepEqual(handled, ["a", "b", "c"]);
    assert.deepEqual(shown(summary), [
      ["a", "done", null, "A"],
      ["b", "done", null, "B"],
      ["c", "done", null, "C"],
    ]);
    assert.deepEqual(summary.counts, { granules: 3, done: 3, skipped: 0, quarantined: 0, again: 0 });
    assert.deepEqual(Object.keys(summary), ["0", "1", "2"]);
  });

  it("tells a handler of the file", async () => {
    const [row] = await processGranules(pattern, (granule) => granule);
    assert.deepEqual(row?.result, { path: join(folder, "in/a.csv"), name: "a.csv", stem: "a", bytes: 1 });
  });

  it("gives nothing where nothing matches", async () => {
    const summary = await processGranules(join(folder, "none/*"), upper);
    assert.deepEqual([[...summary], summary.counts.granules], [[], 0]);
  });

  it("goes on after a granule that fails or is skipped", async () => {
    const summary = await processGranules(pattern, (granule) => {
      if (granule.stem === "a") throw new TypeError("bad header");
      if (granule.stem === "b") return Promise.resolve(skip("no rows"));
      return upper(granule);
    });
    assert.deepEqual(shown(summary), [
      ["a", "quarantined", "TypeError: bad header", null],
      ["b", "skipped", "no rows", null],
      ["c", "done", null, "C"],
    ]);
  });

  it("works on as many at a time as it may, and on the rest when one is over", async () => {
    let [now, most] = [0, 0];
    for (let index = 0; index < 20; index += 1) writeFileSync(join(folder, `in/${index}.csv`), "");
    const handler = async ({ bytes }: Granule): Promise<number> => {
      most = Math.max(most, (now += 1));
      await new Promise((resolve) => setTimeout(resolve, 1));
      now -= 1;
      return bytes;
    };
    const { counts } = await processGranules(pattern, handler, { concurrency: 4, ledger });
    assert.deepEqual([most, counts.done], [4, 23]);
    await assert.rejects(
      processGranules(pattern, handler, { concurrency: 0 }),
      /concurrency is a number from 1, not 0/,
    );
  });

  it("with a ledger works on nothing twice, unless the file or what it depends on is another", async () => {
    const run = async (options: object = {}) => {
      handled = [];
      return shown(await processGranules(pattern, upper, { ledger, ...options }));
    };
    const first = await run();
    assert.deepEqual(handled, ["a", "b", "c"]);
    const text = readFileSync(ledger, "utf8");
    assert.deepEqual(await run(), first);
    assert.deepEqual([handled, readFileSync(ledger, "utf8")], [[], text]);
    writeFileSync(join(folder, "in/b.csv"), "changed");
    await run();
    assert.deepEqual(handled, ["b"]);
    const { atime } = statSync(join(folder, "in/c.csv"));
    utimesSync(join(folder, "in/c.csv"), atime, new Date(0));
    await run();
    assert.deepEqual(handled, ["c"]);
    await run({ dependsOn: { magnitude: 4 } });
    assert.deepEqual(handled, ["a", "b", "c"]);
    await run({ dependsOn: { magnitude: 4 } });
    assert.deepEqual(handled, []);
    // What is there is of the other magnitude.
    await run();
    assert.deepEqual(handled, ["a", "b", "c"]);
    await run({ again: true });
    assert.deepEqual(handled, ["a", "b", "c"]);
    rmSync(join(folder, "in/a.csv"));
    assert.equal((await run()).length, 2);
  });

  it("tries again what another run may do better, and not what can never succeed", async () => {
    const errors: Record<string, Error> = {
      a: never("no such day"),
      b: forNow("busy"),
      c: new Error("slip"),
    };
    const handler = (granule: Granule): string => {
      const error = errors[granule.stem];
      if (error === undefined) return upper(granule);
      handled.push(granule.stem);
      throw error;
    };
    const failed: unknown = await processGranules(pattern, handler, { ledger }).catch(
      (error: unknown) => error,
    );
    assert.ok(failed instanceof Error && "summary" in failed);
    assert.equal(failureExitCode(failed), 75);
    assert.match(failed.message, /^3 granules: 0 done, 2 quarantined, 1 to be tried again\. .*b\.csv: busy$/);
    // SAFETY: given by the function under test.
    assert.deepEqual((failed.summary as { counts: object }).counts, {
      granules: 3,
      done: 0,
      skipped: 0,
      quarantined: 2,
      again: 1,
    });
    delete errors["b"];
    delete errors["c"];
    handled = [];
    const summary = await processGranules(pattern, handler, { ledger });
    assert.deepEqual(handled, ["b", "c"]);
    assert.deepEqual(shown(summary)[0], ["a", "quarantined", "no such day", null]);
    writeFileSync(join(folder, "in/a.csv"), "mended");
    delete errors["a"];
    assert.equal((await processGranules(pattern, handler, { ledger })).counts.done, 3);
  });

  it("fails when nothing has come through: for ever where that is said of all", async () => {
    const code = async (of: () => Error): Promise<number> => {
      const act = processGranules(pattern, () => {
        throw of();
      });
      const error: unknown = await act.catch((thrown: unknown) => thrown);
      assert.match(String(error), /No granule has come through\. The first, .*a\.csv: bad/);
      return failureExitCode(error);
    };
    let count = 0;
    assert.equal(await code(() => never("bad")), 42);
    assert.equal(await code(() => new Error("bad")), 1);
    assert.equal(await code(() => ((count += 1) === 2 ? new Error("bad") : never("bad"))), 1);
  });

  it("ends at once when the disk is full: that is no granule's fault", async () => {
    const full = Object.assign(new Error("no space left"), { code: "ENOSPC" });
    const handler = ({ stem }: Granule): void => {
      handled.push(stem);
      throw full;
    };
    await assert.rejects(processGranules(pattern, handler, { ledger }), full);
    assert.deepEqual(handled, ["a"]);
  });

  it("reads a ledger whose last line was cut, and one that was cut in its first", async () => {
    await processGranules(pattern, upper, { ledger });
    const lines = readFileSync(ledger, "utf8").split("\n");
    const whole = lines.slice(0, 3).join("\n");
    for (const cut of ["", '\n{"granule":"', `\n${lines[3]?.slice(0, -1) ?? ""}`]) {
      writeFileSync(ledger, whole + cut);
      handled = [];
      assert.equal((await processGranules(pattern, upper, { ledger })).counts.done, 3);
      assert.deepEqual(handled, ["c"]);
      assert.deepEqual(readFileSync(ledger, "utf8").split("\n"), lines);
    }
    writeFileSync(ledger, lines[0]?.slice(0, 7) ?? "");
    handled = [];
    await processGranules(pattern, upper, { ledger });
    assert.deepEqual(handled, ["a", "b", "c"]);
    appendFileSync(ledger, "not ours\n");
    assert.equal((await processGranules(pattern, upper, { ledger })).counts.done, 3);
  });

  it("never takes another file for a ledger, nor the ledger for a granule", async () => {
    await assert.rejects(
      processGranules(pattern, upper, { ledger: join(folder, "in/a.csv") }),
      /a\.csv is no ledger of granules/,
    );
    assert.equal(readFileSync(join(folder, "in/a.csv"), "utf8"), "a");
    const inside = join(folder, "in/ledger.csv");
    for (let run = 0; run < 2; run += 1)
      assert.equal((await processGranules(pattern, upper, { ledger: inside })).counts.granules, 3);
  });

  it("gives results of this run as JSON has them when it keeps them", async () => {
    const handler = (): object => ({ day: new Date(0), nothing: undefined });
    const [row] = await processGranules(pattern, handler, { ledger });
    assert.deepEqual(row?.result, { day: "1970-01-01T00:00:00.000Z" });
    await assert.rejects(
      processGranules(pattern, () => 1n, { ledger, again: true }),
      /No granule has come through.*serialize a BigInt/,
    );
  });

  it("leaves the same ledger however many are worked on at a time", async () => {
    for (let index = 0; index < 30; index += 1) writeFileSync(join(folder, `in/${index}.csv`), "");
    const handler = async ({ stem }: Granule): Promise<string> => {
      await new Promise((resolve) => setTimeout(resolve, stem.charCodeAt(0) % 5));
      return stem;
    };
    const texts: string[] = [];
    for (const concurrency of [1, 8]) {
      await processGranules(pattern, handler, { concurrency, ledger, again: true });
      texts.push(readFileSync(ledger, "utf8"));
    }
    assert.equal(texts[0], texts[1]);
  });
});
