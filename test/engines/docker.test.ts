/** A backfill on a real engine that goes down in the middle. */
import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runPipenb, type CommandOptions, type Ended } from "../support/command-line.ts";
import { nodeImage, requireEngine } from "../support/engine.ts";
import { startOwnEngine, type OwnEngine } from "../support/own-engine.ts";

/** Days 3 and 13 never succeed, day 5 the second time it comes so far, and a day that is done twice is seen. */
const notebook = `/* ---
pipenb: 1
mounts: [ ./out:/data/out ]
--- */

// %% [parameters]
const day: IsoDate = "2022-01-01";
const wait: number = 300;

// %% name=work
import { appendFileSync, existsSync, writeFileSync } from "node:fs";
const end = (code: number) => { throw Object.assign(new Error("no luck on " + day), { exitCode: code }); };
console.log("begins", day);
await new Promise((go) => setTimeout(go, wait));
if (day.endsWith("-03") || day.endsWith("13")) end(42);
if (day.endsWith("05") && !existsSync("/data/out/seen")) { writeFileSync("/data/out/seen", ""); end(75); }
// A signal that comes between what was done and its end would have it done again.
process.on("SIGTERM", () => {});
appendFileSync("/data/out/" + day, "done\\n");
`;

const month = Array.from({ length: 31 }, (_, index) => `2022-01-${String(index + 1).padStart(2, "0")}`);
const hopeless = ["2022-01-03", "2022-01-13"];

describe("a backfill on an engine that goes down", function () {
  this.timeout(600_000);
  let own: OwnEngine;
  let folder: string;
  let file: string;

  before(async function () {
    const engine = await requireEngine(this);
    own = await startOwnEngine(this);
    await own.engine.loadImage(await engine.saveImage(nodeImage()));
    folder = await mkdtemp(join(tmpdir(), "pipenb-restarts-"));
    file = join(folder, "days.pipenb");
    await writeFile(file, notebook);
    await mkdir(join(folder, "out"));
    await chmod(join(folder, "out"), 0o777);
  });

  after(async () => {
    await own.remove();
    await rm(folder, { recursive: true, force: true });
  });

  const words = ["backfill", "--units", "2022-01-01..2022-01-31", "--parallel", "3"];
  const backfill = (options: CommandOptions = {}): Promise<Ended> =>
    runPipenb([...words, file, "--", "--wait", "1500"], {
      ...options,
      env: { PIPENB_BASE_IMAGE: nodeImage(), ...own.env },
    });
  const daysDone = (printed: string): number => (printed.match(/✓ \S+ done/g) ?? []).length;

  it("does each day of a month once, with the command killed twice and the engine down twice", async () => {
    for (const many of [3, 5]) {
      const { code, stderr } = await backfill({
        signalWhen: (printed) => (daysDone(printed) >= many ? "SIGKILL" : undefined),
      });
      assert.equal(code, null, stderr);
    }
    const outages = ["SIGTERM", "SIGTERM"] as const;
    let down: Promise<void> = Promise.resolve();
    let told = 0;
    const last = await backfill({
      actWhen(printed) {
        const signal = outages[told];
        if (signal !== undefined && daysDone(printed) >= 4 * (told + 1)) {
          told += 1;
          down = down.then(() => own.end(signal)).then(() => own.start());
        }
        return told === outages.length;
      },
    });
    await down;
    assert.equal(last.code, 1, last.stderr);
    assert.match(last.stderr, /29 done, 2 failed/);
    assert.match(last.stderr, /2022-01-03 failed, exit code 42/);
    const written = (await readdir(join(folder, "out"))).filter((name) => name !== "seen").sort();
    assert.deepEqual(
      written,
      month.filter((day) => !hopeless.includes(day)),
    );
    const journal = (await readFile(join(folder, ".pipenb/days.pipenb.units.jsonl"), "utf8")).split("\n");
    for (const day of written) {
      const said = journal.filter((line) => line.includes(`"unit":"${day}"`)).join("\n");
      assert.equal(
        await readFile(join(folder, "out", day), "utf8"),
        "done\n",
        `${day} is done once:\n${said}\n${last.stderr}`,
      );
    }
    assert.deepEqual(await own.engine.containersWithLabel("io.pipenb.backfill"), [], "nothing is left");
    const result = await runPipenb(["logs", file, "2022-01-31", "--result"]);
    assert.match(result.stdout, /^\{"contract":1,"unit":"2022-01-31",.*"status":"done"/);
    assert.match((await backfill()).stderr, /^0 of 31 to run/m);
  });
});
