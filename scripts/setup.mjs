// Brings everything a checkout needs: Node 24, npm packages, sample data, builds. Idempotent; says what it does.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { ensureNode24, withNode24 } from "./node24.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

function run(command, args, environment, what) {
  console.error(`setup: ${what}`);
  const done = spawnSync(command, args, {
    cwd: root,
    env: environment,
    stdio: ["ignore", 2, "inherit"],
    shell: process.platform === "win32",
  });
  if (done.status !== 0)
    throw new Error(`setup stopped: "${[command, ...args].join(" ")}" failed (see above).`);
}

/** npm on Node 20 leaves out polars' binary without a word; such a tree is installed again. */
function packagesAreWhole() {
  const modules = join(root, "node_modules");
  return existsSync(modules) && readdirSync(modules).some((name) => name.startsWith("nodejs-polars-"));
}

function installPackages(environment) {
  const stamp = join(root, ".cache", "installed");
  const wanted = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  if (packagesAreWhole() && existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  run("npm", ["ci", "--no-audit", "--no-fund"], environment, "installing npm packages");
  if (!packagesAreWhole()) throw new Error("setup stopped: npm left out the binary of nodejs-polars.");
  mkdirSync(join(root, ".cache"), { recursive: true });
  writeFileSync(stamp, wanted);
}

const sourceFolders = [
  "notebook",
  "modules",
  "language",
  "protocol",
  "dataframes",
  "display",
  "kernel",
  "containers",
  "pipeline",
  "backfill",
  "deploy",
  "app",
  "cli",
  "extension",
  "scripts",
];

/** Newest change under the source folders, in milliseconds since the epoch. */
function newestSource() {
  let newest = 0;
  for (const folder of sourceFolders) {
    for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) newest = Math.max(newest, statSync(join(entry.parentPath, entry.name)).mtimeMs);
    }
  }
  return newest;
}

function buildPrograms(node, environment) {
  const stamp = join(root, "dist", ".built");
  if (existsSync(stamp) && statSync(stamp).mtimeMs > newestSource()) return;
  run(node, ["scripts/build.mjs"], environment, "building kernel, runner and command line");
  writeFileSync(stamp, "");
}

/** Sets the checkout up; gives the environment in which its tasks run. */
export function setup() {
  const node = ensureNode24(root);
  const environment = withNode24(node);
  installPackages(environment);
  run(node, ["scripts/samples-data.mjs"], environment, "sample data");
  buildPrograms(node, environment);
  return { root, node, environment };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    setup();
    console.error("setup: ready. Try: npx pipenb run samples/hello.pipenb");
  } catch (problem) {
    console.error(problem.message);
    process.exitCode = 1;
  }
}
