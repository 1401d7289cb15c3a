/**
 * Schedules on Slurm. Debian's has no `scrontab`, so that program is one of ours that does what its source says; the lines that it is given
 * are run by the real Slurm as it would run them.
 */
import assert from "node:assert/strict";
import { access, chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { backfillTag } from "../../app/backfill/backfill-image.ts";
import type { Engine } from "../../containers/engine/engine.ts";
import { machineZone } from "../../deploy/slurm/machine-zone.ts";
import { unitDueAt } from "../../notebook/units/due-unit.ts";
import { root, runPipenb, runProgram, type Ended } from "../support/command-line.ts";
import { nodeImage, requireEngine } from "../support/engine.ts";
import { requireSlurm, type Slurm } from "../support/slurm.ts";
import { removeTag } from "../support/remove-tag.ts";

const notebookIn = (zone: string): string => `/* ---
pipenb: 1
image: { memory: 200m, cpus: 0.5 }
mounts: [ ./out:/data/out ]
secrets: [ word ]
retries: 1
schedule: { cron: "30 6 * * *", timezone: ${zone}, unit: previous-day }
--- */

// %% [parameters]
const day: IsoDate = "2022-01-01";
const code: number = 0;
const waits: boolean = false;

// %% name=work
import { appendFileSync, existsSync, readFileSync } from "node:fs";
console.log("begins", day);
while (waits && !existsSync("/data/out/go")) await new Promise((go) => setTimeout(go, 100));
const attempt = process.env.PIPENB_ATTEMPT;
if (code !== 0 && attempt === "1") throw Object.assign(new Error("no luck"), { exitCode: code });
appendFileSync("/data/out/" + day, attempt + " " + readFileSync("/run/secrets/word", "utf8").length + "\\n");
`;

const others = "# Mine\n#SCRON --time=1\n0 5 * * * /usr/bin/true\n";

describe("a schedule on Slurm", function () {
  this.timeout(600_000);
  let engine: Engine;
  let slurm: Slurm;
  let zone: string;
  let folder: string;
  let file: string;
  let scrontab: string;
  let env: Record<string, string>;

  before(async function () {
    engine = await requireEngine(this);
    slurm = await requireSlurm(this);
    zone = await machineZone();
    folder = await mkdtemp(join(tmpdir(), "pipenb-slurm-deploy-"));
    file = join(folder, "daily.pipenb");
    scrontab = join(folder, "scrontab");
    await mkdir(join(folder, "bin"));
    await symlink(join(root, "test/support/fake-scrontab.sh"), join(folder, "bin", "scrontab"));
    await mkdir(join(folder, "secrets"));
    await writeFile(join(folder, "secrets", "word"), "abcdef");
    await writeFile(file, notebookIn(zone));
    env = {
      ...slurm.env,
      PATH: [join(folder, "bin"), process.env["PATH"] ?? ""].join(delimiter),
      FAKE_SCRONTAB: scrontab,
      PIPENB_BASE_IMAGE: nodeImage(),
    };
  });

  after(async () => {
    await removeTag(engine, backfillTag(file));
    await rm(folder, { recursive: true, force: true });
  });

  const deploy = (...args: readonly string[]): Promise<Ended> =>
    runPipenb(["deploy", file, "--to", "slurm", ...args], { env });
  const kept = (): Promise<string> => readFile(scrontab, "utf8");

  /** As Slurm does what stands in the scrontab, at a moment. */
  async function runEntry(moment: string): Promise<Ended> {
    const block = /^# BEGIN pipenb daily\n([^]*?)^# END pipenb daily$/m.exec(await kept())?.[1] ?? "";
    const options = [...block.matchAll(/^#SCRON (.*)$/gm)].map(([, option = ""]) => option);
    const command = /^(?:\S+ ){5}(.*)$/m.exec(block.replaceAll(/^#.*$/gm, "").trim())?.[1] ?? "";
    const line = `sbatch --wait --parsable ${options.join(" ")} --wrap ${JSON.stringify(`${command} ${moment}`.trim())}`;
    return runProgram("bash", ["-c", line], { env });
  }

  const lastRun = async () => {
    const { code, stdout, stderr } = await deploy("--list", "--json");
    assert.equal(code, 0, stderr);
    const { runs } = JSON.parse(stdout) as {
      readonly runs: readonly { readonly id: string; readonly unit: string; readonly state: string }[];
    };
    return runs[0];
  };

  it("is a block among the user's own entries, which Slurm runs for the day that is due", async () => {
    await writeFile(scrontab, others);
    const done = await deploy("--json");
    assert.equal(done.code, 0, done.stderr);
    assert.match(done.stderr, /daily is registered on slurm: 30 6 \* \* \*, previous-day\. Next: .*06:30/);
    assert.ok((await kept()).startsWith(others));
    const now = await runEntry("");
    assert.equal(now.code, 0, now.stderr);
    const run = (await lastRun()) ?? assert.fail("it has run");
    assert.equal(run.state, "done");
    assert.equal(run.unit, unitDueAt("previous-day", zone, new Date()));
    assert.equal(await readFile(join(folder, "out", run.unit), "utf8"), "1 6\n");
    const late = await runEntry("2022-02-06T06:30:00Z");
    assert.equal(late.code, 0, late.stderr);
    assert.equal(await readFile(join(folder, "out", "2022-02-05"), "utf8"), "1 6\n");
  });

  it("is replaced alone, tries again what failed for now, and tells what has failed", async () => {
    for (const [code, written, state] of [
      ["75", "2 6\n", "done"],
      ["42", undefined, "failed"],
    ] as const) {
      const replaced = await deploy("--", "--code", code);
      assert.equal(replaced.code, 0, replaced.stderr);
      assert.match(replaced.stderr, /is registered anew/);
      assert.equal((await kept()).match(/BEGIN pipenb/g)?.length, 1);
      const ended = await runEntry(`2036-03-0${code === "75" ? 1 : 2}T06:30:00Z`);
      assert.equal(ended.code, code === "75" ? 0 : 42, ended.stderr);
      const run = (await lastRun()) ?? assert.fail("it has run");
      assert.equal(run.state, state);
      assert.equal(await readFile(join(folder, "out", run.unit), "utf8").catch(() => undefined), written);
    }
    const scripts = (await readdir(join(folder, ".pipenb", "daily.pipenb.schedule", "daily"))).filter(
      (name) => name.endsWith(".sh"),
    );
    assert.equal(scripts.length, 1, "scripts that nothing runs are gone");
  });

  it("is taken away, and what runs goes on", async () => {
    assert.equal((await deploy("--", "--waits")).code, 0);
    const running = runEntry("2036-04-02T06:30:00Z");
    while ((await lastRun())?.state !== "running") continue;
    const removed = await deploy("--remove");
    assert.match(removed.stderr, /2036-04-01 still runs, and ends by itself/);
    assert.equal(await kept(), others);
    await writeFile(join(folder, "out", "go"), "");
    assert.equal((await running).code, 0);
    assert.equal(await readFile(join(folder, "out", "2036-04-01"), "utf8"), "1 6\n");
    const listed = await deploy("--list");
    assert.match(listed.stderr, /daily is not registered on slurm/);
  });

  it("leaves another schedule of the same notebook its script", async () => {
    for (const name of ["daily", "twice"])
      assert.equal((await deploy("--name", name, "--", "--code", "0")).code, 0, name);
    assert.equal((await runEntry("2036-05-02T06:30:00Z")).code, 0);
    assert.equal((await deploy("--name", "twice", "--remove")).code, 0);
    assert.equal((await runEntry("2036-05-03T06:30:00Z")).code, 0);
    assert.equal((await deploy("--remove")).code, 0);
    assert.deepEqual(
      await readdir(join(folder, ".pipenb")).then((names) =>
        names.filter((name) => name.endsWith(".schedule")),
      ),
      [],
    );
  });

  it("says what is wrong", async () => {
    const elsewhere = join(folder, "elsewhere.pipenb");
    const zoneOfOthers = zone === "Asia/Tokyo" ? "Asia/Kolkata" : "Asia/Tokyo";
    await writeFile(elsewhere, notebookIn(zoneOfOthers));
    const refused = await runPipenb(["deploy", elsewhere, "--to", "slurm"], { env });
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /by the clock of .*, and the schedule is one of Asia\/.*\n.*timezone: /);
    await engine.removeImage(backfillTag(elsewhere));
    const none = await runPipenb(["deploy", file, "--to", "slurm"], {
      env: { ...env, PATH: process.env["PATH"] ?? "" },
    });
    if (
      await access("/usr/bin/scrontab").then(
        () => false,
        () => true,
      )
    ) {
      assert.equal(none.code, 1);
      assert.match(none.stderr, /There is no scrontab here/);
    }
    await chmod(file, 0o644);
  });

  it("can be written as files", async () => {
    const out = join(folder, "files");
    const written = await deploy("--out", out);
    assert.equal(written.code, 0, written.stderr);
    assert.deepEqual((await readdir(out)).sort(), ["run.sh", "scrontab.txt"]);
    assert.equal((await runProgram("bash", ["-n", join(out, "run.sh")])).code, 0);
    assert.match(await readFile(join(out, "scrontab.txt"), "utf8"), /^30 6 \* \* \* bash \/folder\//m);
  });
});
