/** A backfill whose journal lies in a real store of objects, on the real engine: killed, and taken up from another folder's copy. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { backfillTag } from "../../../app/backfill/backfill-image.ts";
import { root, runPipenb, type Ended } from "../../support/command-line.ts";
import { nodeImage, requireEngine } from "../../support/engine.ts";
import { startS3 } from "../../support/s3.ts";
import { removeTag } from "../../support/remove-tag.ts";

const notebook = `/* ---
pipenb: 1
mounts: [ ./out:/data/out ]
--- */

// %% [parameters]
const day: IsoDate = "2022-01-01";

// %% name=work
import { appendFileSync } from "node:fs";
console.log("begins", day);
await new Promise((go) => setTimeout(go, 1000));
appendFileSync("/data/out/" + day, "done\\n");
`;

describe("a backfill with its journal in S3", function () {
  this.timeout(600_000);
  let folder: string;
  let file: string;
  let env: Record<string, string>;
  const ends: (() => Promise<unknown>)[] = [];

  before(async function () {
    const engine = await requireEngine(this);
    const server = await startS3(this);
    folder = await mkdtemp(join(tmpdir(), "pipenb-backfill-"));
    file = join(folder, "days.pipenb");
    await writeFile(file, notebook);
    ends.push(
      () => server.stop(),
      async () => {
        await removeTag(engine, backfillTag(file));
      },
      () => rm(folder, { recursive: true, force: true }),
    );
    env = {
      PIPENB_BASE_IMAGE: nodeImage(),
      PIPENB_JOURNAL: `s3://weather/backfills-of-${process.pid}`,
      AWS_ENDPOINT_URL_S3: server.endpoint,
      AWS_ACCESS_KEY_ID: server.accessKeyId,
      AWS_SECRET_ACCESS_KEY: server.secretAccessKey,
    };
  });
  after(async () => {
    for (const end of ends) await end();
  });

  const pipenb = (args: readonly string[], cwd = folder): Promise<Ended> => runPipenb(args, { cwd, env });

  it("killed twice and started again does each day once, and is seen from elsewhere", async () => {
    const line = ["backfill", file, "--units", "2022-01-01..2022-01-08", "--parallel", "2"];
    for (let kill = 0; kill < 2; kill += 1) {
      const child = spawn(process.execPath, [`${root}/cli/pipenb.ts`, ...line], {
        env: { ...process.env, ...env },
        stdio: ["ignore", "ignore", "pipe"],
      });
      let said = "";
      child.stderr.setEncoding("utf8").on("data", (text: string) => {
        said += text;
        if ((said.match(/ done$/gm) ?? []).length > kill) child.kill("SIGKILL");
      });
      await once(child, "exit");
    }
    const last = await pipenb(line);
    assert.equal(last.code, 0, last.stderr);
    const days = (await readdir(join(folder, "out"))).sort();
    assert.equal(days.length, 8);
    for (const day of days) assert.equal(await readFile(join(folder, "out", day), "utf8"), "done\n", day);
    assert.ok(!existsSync(join(folder, ".pipenb/days.pipenb.units.jsonl")));

    const other = join(folder, "other");
    await mkdir(other);
    await writeFile(join(other, "days.pipenb"), notebook);
    const shown = await pipenb(["units", "days.pipenb"], other);
    assert.match(shown.stdout, /^2022-01 {2}✓{8}\n8 done$/m);
    const log = await pipenb(["logs", "days.pipenb", "2022-01-04"], other);
    assert.equal(log.stdout, "begins 2022-01-04\n");
    const result = await pipenb(["logs", "days.pipenb", "2022-01-04", "--result"], other);
    assert.match(result.stdout, /"status":"done"/);
    const cancelled = await pipenb(["backfill", "--cancel", "days.pipenb"], other);
    assert.match(cancelled.stderr, /Nothing runs/);
  });
});
