// Checks the types of everything, and of what runs in Node and in the page without the other's globals and the tests'. By the native
// compiler, which takes a sixth of the time; what builds, lints and serves cells is the one in JavaScript, which has an API.
import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const compiler = join(root, "node_modules/typescript-native/bin/tsc");
let failed = false;
for (const project of ["tsconfig.json", "tsconfig.node.json", "tsconfig.page.json"]) {
  const { status } = spawnSync(process.execPath, [compiler, "--noEmit", "-p", project], {
    cwd: root,
    stdio: "inherit",
  });
  failed ||= status !== 0;
}
process.exitCode = failed ? 1 : 0;
