/** The notebooks of test/golden/export, and what is planned for each. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { localModules } from "../../notebook/analysis/local-modules.ts";
import { parseNotebook } from "../../notebook/format/parse.ts";
import { readParameters } from "../../notebook/parameters/read-parameters.ts";
import { planExport, type ExportPlan } from "../../pipeline/plan-export.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Where they lie, each in the folder of its name. */
export const goldenFolder = join(root, "test/golden/export");

/** Their names. */
export const goldenNames = readdirSync(goldenFolder);

/** Lock of a notebook whose only package is zx, as npm writes it. */
const shellLock = JSON.stringify({
  name: "shell",
  lockfileVersion: 3,
  packages: {
    "": { name: "shell", dependencies: { zx: "^8.8.5" } },
    "node_modules/zx": { version: "8.8.5", license: "Apache-2.0", bin: { zx: "build/cli.js" } },
  },
});

/** Texts of the programs that go into an export. */
export interface Built {
  readonly runner: string;
  readonly library: string;
  readonly libraryTypes: string;
}

/** The export of one of them, with these programs. */
export function planGolden(name: string, { runner, library, libraryTypes }: Built): ExportPlan {
  const folder = join(goldenFolder, name);
  const { notebook, problems } = parseNotebook(readFileSync(join(folder, "notebook.pipenb"), "utf8"));
  assert.deepEqual(problems, []);
  const parameterCell = notebook.cells.find(({ kind }) => kind === "parameters");
  return planExport(notebook, {
    name,
    runner,
    reportProgram: "",
    runnerTypes: readFileSync(join(root, "pipeline/runner/runner.d.mts"), "utf8"),
    library,
    libraryTypes,
    lock: name === "shell" ? shellLock : undefined,
    parameters: parameterCell === undefined ? [] : readParameters(parameterCell).parameters,
    modules: localModules(notebook, (path) =>
      existsSync(join(folder, path)) ? readFileSync(join(folder, path), "utf8") : undefined,
    ),
    pipenbVersion: "0.1.0",
  });
}
