import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { compareFolders } from "../../scripts/compare-folders.ts";
import { root, runNode, runPipenb } from "../support/command-line.ts";
import { runSample, sampleRuns, samples, type SampleRun } from "../support/sample-runs.ts";

/** Exports a sample, installs its packages as locked, and links what would be mounted. */
async function exportSample({ name, mounts }: SampleRun, folder: string): Promise<void> {
  const exported = await runPipenb(["export", join(samples, `${name}.pipenb`), "--out", folder]);
  assert.equal(exported.code, 0, exported.stderr);
  if (existsSync(join(folder, "package-lock.json")))
    execFileSync("npm", ["ci", "--prefer-offline", "--no-audit", "--no-fund"], {
      cwd: folder,
      stdio: "pipe",
    });
  for (const mount of mounts) {
    await mkdir(dirname(join(folder, mount)), { recursive: true });
    await symlink(join(samples, mount), join(folder, mount));
  }
}

/** What the exported README says to do for types. */
async function checkTypes(folder: string): Promise<void> {
  await mkdir(join(folder, "node_modules/@types"), { recursive: true });
  const types = join(folder, "node_modules/@types/node");
  await rm(types, { recursive: true, force: true });
  await symlink(join(root, "node_modules/@types/node"), types);
  const checked = await runNode([join(root, "node_modules/typescript/bin/tsc"), "-p", folder]);
  assert.equal(checked.code, 0, checked.stdout);
}

describe("samples", function () {
  this.timeout(180_000);
  let work: string;

  before(async () => {
    await mkdir(join(samples, "data/output"), { recursive: true });
    work = await mkdtemp(join(tmpdir(), "pipenb-samples-"));
  });

  after(async () => {
    await rm(work, { recursive: true, force: true });
  });

  for (const run of sampleRuns) {
    it(`${run.name} gives the same files in a local kernel and as exported script, which type-checks`, async () => {
      const folder = join(work, run.name);
      const ofKernel = await runSample(run, "local");
      try {
        await exportSample(run, folder);
        const ended = await runNode(["pipeline.ts", ...run.args, "--output", "data/output/test"], {
          cwd: folder,
        });
        assert.equal(ended.code, 0, ended.stderr);
        const { same, different } = await compareFolders(ofKernel, join(folder, "data/output/test"));
        assert.deepEqual(different, []);
        for (const file of run.expects) assert.ok(same.includes(file), `${file} among ${same.join(", ")}`);
        await checkTypes(folder);
      } finally {
        await rm(ofKernel, { recursive: true, force: true });
      }
    });
  }
});
