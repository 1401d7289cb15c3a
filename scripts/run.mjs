// One door for the tasks of package.json: sets the checkout up, then runs the task under Node 24.
import { spawnSync } from "node:child_process";
import { constants } from "node:os";
import { join } from "node:path";
import { setup } from "./setup.mjs";

const bin = (name, file) => join("node_modules", name, file);

/** Each task is a Node program with its arguments; `demo`, `test` and `bench` want a base image where an engine answers. */
const tasks = {
  build: ["scripts/build.mjs"],
  typecheck: ["scripts/typecheck.mjs"],
  lint: [bin("eslint", "bin/eslint.js"), "."],
  format: [bin("prettier", "bin/prettier.cjs"), "--write", "."],
  test: ["test/run-tests.ts"],
  demo: ["scripts/demo.ts"],
  bench: ["test/bench/bench.ts"],
  package: ["scripts/package.mjs"],
  "test-electron": ["test/vscode/electron.ts"],
};

const [name, ...rest] = process.argv.slice(2);
const task = tasks[name];
if (task === undefined) {
  console.error(`There is no task "${name}". Tasks: ${Object.keys(tasks).join(", ")}.`);
  process.exit(2);
}
try {
  const { root, node, environment } = setup();
  if (["demo", "test", "bench"].includes(name)) {
    const chosen = spawnSync(node, ["scripts/base-image.ts"], {
      cwd: root,
      env: environment,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
    });
    if (chosen.status === 0 && chosen.stdout.trim() !== "")
      environment.PIPENB_BASE_IMAGE = chosen.stdout.trim();
  }
  const done = spawnSync(node, [...task, ...rest], { cwd: root, env: environment, stdio: "inherit" });
  process.exitCode = done.status ?? 128 + (constants.signals[done.signal] ?? 0);
} catch (problem) {
  console.error(problem.message);
  process.exitCode = 1;
}
