import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";
import type { ExportPlan } from "../../../pipeline/plan-export.ts";
import { writeExport } from "../../../pipeline/write-export.ts";
import { libraryTypes } from "../../../scripts/library-types.mjs";
import { goldenFolder, goldenNames, planGolden, type Built } from "../../support/golden-exports.ts";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../../..", import.meta.url));

async function bundleText(entry: string): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform: "node",
    format: "esm",
    target: "node24",
    logLevel: "silent",
  });
  return outputFiles[0]?.text ?? "";
}

/** The export in a folder of its own, with this checkout's packages and the files the image would have. */
async function exportTo(folder: string, name: string, plan: ExportPlan): Promise<void> {
  const place = join(folder, name);
  await writeExport(place, plan.files);
  await symlink(join(root, "node_modules"), join(place, "node_modules"));
  if (existsSync(join(goldenFolder, name, "data"))) {
    await cp(join(goldenFolder, name, "data"), join(place, "data"), { recursive: true });
  }
}

describe("whole exports", () => {
  let folder = "";
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "pipenb-golden-"));
    const built: Built = {
      runner: await bundleText("pipeline/runner/runner.ts"),
      library: await bundleText("pipeline/library/pipenb.ts"),
      libraryTypes: libraryTypes(root),
    };
    for (const name of goldenNames) await exportTo(folder, name, planGolden(name, built));
  });
  after(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  for (const name of goldenNames) {
    it(`of ${name} pass tsc with their own tsconfig.json`, async () => {
      const place = join(folder, name);
      const tsc = join(root, "node_modules/typescript/bin/tsc");
      await run(process.execPath, [tsc, "--project", place]).catch((error: unknown) => {
        assert.fail(error instanceof Error && "stdout" in error ? String(error.stdout) : String(error));
      });
    });
  }

  const printed: Readonly<Record<string, readonly [readonly string[], string]>> = {
    parameters: [
      ["2022-02-28", "--country", "DE", "--limit", "5", "--dry-run", "--tags", "x,y"],
      '{"day":"2022-02-28","country":"DE","limit":5,"dryRun":true,"output":"data/output","tags":["x","y"]}\n2022-03-01\n10\n',
    ],
    redeclared: [[], "40 1 { name: 'x' }\norder 2 true\ntrue true\n"],
    shell: [[], 'say "hi" for $5\nsay "hi" for $5\n'],
    transformed: [[], "class Car\nGreen\n"],
    files: [[], "sum: 6 cell\n"],
  };
  for (const [name, [given, output]] of Object.entries(printed)) {
    it(`of ${name} run under Node as they are`, async () => {
      const place = join(folder, name);
      const { stdout, stderr } = await run(process.execPath, ["runner.mjs", "pipeline.ts", ...given], {
        cwd: place,
        env: { ...process.env, GREETING: 'say "hi" for $5' },
      });
      assert.equal(stdout, output);
      assert.equal(stderr, "");
    });
  }

  it("run as they are edited", async () => {
    const place = join(folder, "redeclared");
    const script = join(place, "pipeline.ts");
    await writeFile(script, `${await readFile(script, "utf8")}\nconsole.log("edited" as string);\n`);
    const { stdout } = await run(process.execPath, ["runner.mjs", "pipeline.ts"], { cwd: place });
    assert.match(stdout, /^edited$/m);
  });

  it("say so where what was edited takes the compiler", async () => {
    const place = join(folder, "transformed");
    const script = join(place, "pipeline.ts");
    await writeFile(script, `${await readFile(script, "utf8")}\n`);
    await assert.rejects(run(process.execPath, ["runner.mjs", "pipeline.ts"], { cwd: place }), {
      code: 1,
      stderr: /pipeline\.ts was changed since it was exported, and takes the compiler/,
    });
  });

  it("refuse a day that does not exist", async () => {
    const failure: unknown = await run(process.execPath, ["pipeline.ts", "2022-02-30"], {
      cwd: join(folder, "parameters"),
    }).catch((error: unknown) => error);
    assert.ok(failure instanceof Error && "code" in failure && "stderr" in failure);
    assert.equal(failure.code, 64);
    assert.match(String(failure.stderr), /day/);
  });
});
