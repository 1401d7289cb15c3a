// Checks the types of everything, and of what runs in Node and in the page without the other's globals and the tests'.
import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
let failed = false;
for (const project of ["tsconfig.json", "tsconfig.node.json", "tsconfig.page.json"]) {
  // What was right is not looked at again until it changes.
  const known = join(root, ".cache", "types", `${project}.tsbuildinfo`);
  const tsc = [
    join(root, "node_modules/typescript/bin/tsc"),
    "-p",
    project,
    "--incremental",
    "--tsBuildInfoFile",
    known,
  ];
  const { status } = spawnSync(process.execPath, tsc, { cwd: root, stdio: "inherit" });
  failed ||= status !== 0;
}
process.exitCode = failed ? 1 : 0;
