import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";
import { libraryTypes } from "../../../scripts/library-types.mjs";
import { localModules } from "../../../notebook/analysis/local-modules.ts";
import { planExport, type ExportPlan } from "../../../pipeline/plan-export.ts";
import { writeExport } from "../../../pipeline/write-export.ts";
import { parseNotebook } from "../../../notebook/format/parse.ts";
import { readParameters } from "../../../notebook/parameters/read-parameters.ts";

/** Texts of the programs that go into an export. */
interface Built {
  readonly runner: string;
  readonly library: string;
}

const run = promisify(execFile);
const root = fileURLToPath(new URL("../../..", import.meta.url));
const golden = join(root, "test/golden/export");
/** Set to write the exports anew; then read the difference before it is committed. */
const isUpdate = process.env["PIPENB_UPDATE_GOLDEN"] === "1";

/** Lock of a notebook whose only package is zx, as npm writes it. */
const shellLock = JSON.stringify({
  name: "shell",
  lockfileVersion: 3,
  packages: {
    "": { name: "shell", dependencies: { zx: "^8.8.5" } },
    "node_modules/zx": { version: "8.8.5", license: "Apache-2.0", bin: { zx: "build/cli.js" } },
  },
});

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

function planOf(name: string, { runner, library }: Built): ExportPlan {
  const folder = join(golden, name);
  const { notebook, problems } = parseNotebook(readFileSync(join(folder, "notebook.pipenb"), "utf8"));
  assert.deepEqual(problems, []);
  const parameterCell = notebook.cells.find(({ kind }) => kind === "parameters");
  return planExport(notebook, {
    name,
    runner,
    runnerTypes: readFileSync(join(root, "pipeline/runner/runner.d.mts"), "utf8"),
    library,
    libraryTypes: libraryTypes(root),
    lock: name === "shell" ? shellLock : undefined,
    parameters: parameterCell === undefined ? [] : readParameters(parameterCell).parameters,
    modules: localModules(notebook, (path) =>
      existsSync(join(folder, path)) ? readFileSync(join(folder, path), "utf8") : undefined,
    ),
    pipenbVersion: "0.1.0",
  });
}

/** The export in a folder of its own, with this checkout's packages and the files the image would have. */
async function exportTo(folder: string, name: string, plan: ExportPlan): Promise<string> {
  const place = join(folder, name);
  await writeExport(place, plan.files);
  await symlink(join(root, "node_modules"), join(place, "node_modules"));
  if (existsSync(join(golden, name, "data"))) {
    await cp(join(golden, name, "data"), join(place, "data"), { recursive: true });
  }
  return place;
}

const names = readdirSync(golden);

describe("whole exports", () => {
  let folder = "";
  let built: Built = { runner: "", library: "" };
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "pipenb-golden-"));
    built = {
      runner: await bundleText("pipeline/runner/runner.ts"),
      library: await bundleText("pipeline/library/pipenb.ts"),
    };
  });
  after(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  for (const name of names) {
    it(`of ${name} are what they were`, async () => {
      const expected = join(golden, name, "expected");
      const texts = new Map(
        [...planOf(name, built).files].filter(([path]) => !/^(?:runner|pipenb)\./.test(path)),
      );
      if (isUpdate) {
        await rm(expected, { recursive: true, force: true });
        for (const [path, text] of texts) {
          await mkdir(dirname(join(expected, path)), { recursive: true });
          await writeFile(join(expected, path), text);
        }
      }
      const files = await readdir(expected, { recursive: true, withFileTypes: true });
      const paths = files.filter((each) => each.isFile()).map((each) => join(each.parentPath, each.name));
      assert.deepEqual([...texts.keys()].sort(), paths.map((path) => path.slice(expected.length + 1)).sort());
      for (const [path, text] of texts) assert.equal(text, readFileSync(join(expected, path), "utf8"), path);
    });

    it(`of ${name} have no problem but cells without a name`, () => {
      const problems = planOf(name, built).problems.filter(({ message }) => !message.includes("has no name"));
      assert.deepEqual(problems, []);
    });

    it(`of ${name} pass tsc with their own tsconfig.json`, async () => {
      const place = await exportTo(folder, name, planOf(name, built));
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
      const entry = existsSync(join(place, "pipeline.mjs")) ? "pipeline.mjs" : "pipeline.ts";
      const { stdout, stderr } = await run(process.execPath, [entry, ...given], {
        cwd: place,
        env: { ...process.env, GREETING: 'say "hi" for $5' },
      });
      assert.equal(stdout, output);
      assert.equal(stderr, "");
    });
  }

  it("refuse a day that does not exist", async () => {
    const failure: unknown = await run(process.execPath, ["pipeline.ts", "2022-02-30"], {
      cwd: join(folder, "parameters"),
    }).catch((error: unknown) => error);
    assert.ok(failure instanceof Error && "code" in failure && "stderr" in failure);
    assert.equal(failure.code, 64);
    assert.match(String(failure.stderr), /day/);
  });
});
