/** A thousand granules, ten of them bad, in runs that are killed: in the kernel and as exported pipeline. */
import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runNode, runPipenb } from "../support/command-line.ts";
import type { Ended } from "../support/command-line.ts";

/** Kills its own process in the middle of the 300th and of the 650th result that it makes. */
const notebook = `/* ---
pipenb: 1
--- */

// %% name=process
import { appendFileSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { processGranules, skip, writeWhole } from "pipenb";
const summary = await processGranules(
  "in/*.txt",
  async (granule) => {
    const text = await readFile(granule.path, "utf8");
    if (text.startsWith("bad")) throw Object.assign(new Error(\`\${granule.name} has no number\`), { exitCode: 42 });
    await writeWhole(\`out/\${granule.stem}.txt\`, async function* () {
      yield String(2 * Number(text));
      appendFileSync("made.log", \`\${granule.stem}\\n\`);
      if ([300, 650].includes(readFileSync("made.log", "utf8").length / 5)) process.kill(process.pid, "SIGKILL");
      yield "\\n";
    }());
    return { twice: 2 * Number(text) };
  },
  { concurrency: 8, ledger: "out/granules.jsonl" },
);

// %% name=tell
console.log(JSON.stringify(summary.counts));
console.log(summary.filter(({ status }) => status === "quarantined").map(({ reason }) => reason).join(", "));
console.log(summary.reduce((sum, { result }) => sum + (result?.twice ?? 0), 0));
`;

const stemOf = (index: number): string => String(index).padStart(4, "0");
const isBad = (index: number): boolean => index % 100 === 7;
const all = Array.from({ length: 1000 }, (_, index) => index);
const good = all.filter((index) => !isBad(index));

describe("a thousand granules in runs that are killed", function () {
  this.timeout(300_000);
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "pipenb-granules-"));
    await writeFile(join(folder, "n.pipenb"), notebook);
    const { code, stderr } = await runPipenb(["export", "n.pipenb", "--out", "exported"], { cwd: folder });
    assert.equal(code, 0, stderr);
    for (const place of [folder, join(folder, "exported")]) {
      await mkdir(join(place, "in"));
      await Promise.all(
        all.map(async (index) => {
          const path = join(place, "in", `${stemOf(index)}.txt`);
          await writeFile(path, isBad(index) ? "bad" : String(index));
          await utimes(path, 1_600_000_000, 1_600_000_000);
        }),
      );
    }
  });

  after(() => rm(folder, { recursive: true, force: true }));

  const ways: Readonly<Record<string, () => Promise<Ended>>> = {
    "in the kernel": () => runPipenb(["run", "n.pipenb", "--runtime", "local"], { cwd: folder }),
    "as exported pipeline": () => runNode(["runner.mjs", "pipeline.ts"], { cwd: join(folder, "exported") }),
  };
  const ledgers: string[] = [];

  for (const [way, run] of Object.entries(ways))
    it(`gives 990 results once each and ten reasons, ${way}`, async () => {
      const place = way === "in the kernel" ? folder : join(folder, "exported");
      const out = async (): Promise<readonly string[]> =>
        (await readdir(join(place, "out"))).filter((name) => /^\d+\.txt$/.test(name));
      for (const killed of [1, 2]) {
        const { code, stdout } = await run();
        assert.notEqual(code, 0, `run ${killed} was not killed`);
        assert.equal(stdout, "");
        const there = (await out()).length;
        assert.ok(there > 200 && there < 700, `${there} results after run ${killed}`);
      }
      const { code, stdout, stderr } = await run();
      assert.equal(code, 0, stderr);
      assert.deepEqual(stdout.split("\n"), [
        "1,000 granules: 990 done, 10 quarantined.",
        '{"granules":1000,"done":990,"skipped":0,"quarantined":10,"again":0}',
        all
          .filter(isBad)
          .map((index) => `${stemOf(index)}.txt has no number`)
          .join(", "),
        String(good.reduce((sum, index) => sum + 2 * index, 0)),
        "",
      ]);
      assert.deepEqual(
        await out(),
        good.map((index) => `${stemOf(index)}.txt`),
      );
      for (const index of good)
        assert.equal(await readFile(join(place, "out", `${stemOf(index)}.txt`), "utf8"), `${2 * index}\n`);
      // What was under way when a run was killed was begun again, and nothing else.
      const made = (await readFile(join(place, "made.log"), "utf8")).trim().split("\n");
      assert.equal(new Set(made).size, 990);
      assert.ok(made.length <= 990 + 2 * 8, `${made.length} were made`);
      ledgers.push(await readFile(join(place, "out/granules.jsonl"), "utf8"));
      const again = await run();
      assert.equal(again.stdout, stdout);
      assert.equal((await readFile(join(place, "made.log"), "utf8")).trim().split("\n").length, made.length);
    });

  it("leaves the same ledger in both", () => {
    assert.equal(ledgers.length, 2);
    assert.equal(ledgers[0], ledgers[1]);
    assert.equal(ledgers[0]?.trim().split("\n").length, 1001);
  });
});
