/** A run that takes longer than the front matter's `timeout`: ended in the same way by the exported pipeline and by `pipenb run`. */
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { runNode, runPipenb } from "../support/command-line.ts";
import type { Ended } from "../support/command-line.ts";

const notebook = `/* ---
pipenb: 1
timeout: 3s
--- */

// %% [parameters]
const how: string = "computes";

// %% name=begin
const started = 1;

// %% name=slow
if (how === "listens") process.on("SIGTERM", () => process.exit(0));
if (how === "computes") for (;;);
if (how !== "ends") await new Promise((resolve) => setTimeout(resolve, 600_000));
`;

const ResultSchema = z.looseObject({
  status: z.string(),
  exitCode: z.number(),
  error: z.looseObject({ name: z.string(), message: z.string(), cell: z.string().nullable() }).nullable(),
});

describe("a run with a timeout", function () {
  this.timeout(120_000);
  let folder = "";

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "pipenb-timeout-"));
    await writeFile(join(folder, "slow.pipenb"), notebook);
    const exported = await runPipenb(["export", "slow.pipenb", "--out", "exported"], { cwd: folder });
    assert.equal(exported.code, 0, exported.stderr);
  });

  after(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  const env = { PIPENB_RESULT: "-" };
  const ways: Readonly<Record<string, (how: string) => Promise<Ended>>> = {
    "in the exported pipeline": (how) =>
      runNode(["runner.mjs", "pipeline.ts", how], { cwd: join(folder, "exported"), env }),
    "by pipenb run": (how) =>
      runPipenb(["run", "--runtime", "local", "slow.pipenb", how], { cwd: folder, env }),
  };
  for (const [way, run] of Object.entries(ways)) {
    for (const how of ["waits", "computes", "listens"])
      it(`is ended ${way}, with a code and a sentence of its own, when a cell ${how}`, async () => {
        const ended = await run(how);
        assert.equal(ended.code, 124, ended.stderr);
        const sentence =
          'Cell "slow" was ended: the run took longer than 3s, the timeout of its front matter.';
        assert.ok(ended.stderr.includes(sentence), ended.stderr);
        const { status, exitCode, error } = ResultSchema.parse(
          JSON.parse(ended.stdout.trimEnd().split("\n").at(-1) ?? ""),
        );
        assert.deepEqual([status, exitCode], ["timed-out", 124]);
        assert.deepEqual([error?.name, error?.message, error?.cell], ["TimedOut", sentence, "slow"]);
      });

    it(`is let alone ${way} where it ends before`, async () => {
      const ended = await run("ends");
      assert.equal(ended.code, 0, ended.stderr);
    });
  }
});
