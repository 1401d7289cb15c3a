// Finds Node 24, or brings it: kernels, exported pipelines, tests and builds use it whatever Node started us.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";

/** The npm program, under the name the platform knows. */
const npm = process.platform === "win32" ? "npm.cmd" : "npm";

const majorOf = (node) => {
  try {
    return Number(execFileSync(node, ["-p", "process.versions.node.split('.')[0]"], { encoding: "utf8" }));
  } catch {
    return 0; // not there, or not for this machine
  }
};

/** The path of a Node 24 (or newer) binary; installs the npm package `node@24` under `.cache/node24` when there is none. */
export function ensureNode24(root) {
  const given = process.env.PIPENB_NODE;
  if (given !== undefined && majorOf(given) >= 24) return given;
  if (Number(process.versions.node.split(".")[0]) >= 24) return process.execPath;
  const home = join(root, ".cache", "node24");
  const node = join(home, "node_modules", "node", "bin", process.platform === "win32" ? "node.exe" : "node");
  if (existsSync(node) && majorOf(node) >= 24) return node;
  console.error(`setup: Node ${process.versions.node} is here, fetching Node 24 beside it (.cache/node24)`);
  mkdirSync(home, { recursive: true });
  const done = spawnSync(
    npm,
    ["install", "--prefix", home, "--no-save", "--no-audit", "--no-fund", "node@24"],
    {
      stdio: ["ignore", "ignore", "inherit"],
      shell: process.platform === "win32",
    },
  );
  if (done.status !== 0 || majorOf(node) < 24) {
    throw new Error("Node 24 could not be fetched with npm. Install Node 24 and run this again.");
  }
  return node;
}

/** The environment in which Node 24 is the first `node` found. */
export function withNode24(node, environment = process.env) {
  const separator = process.platform === "win32" ? ";" : ":";
  return { ...environment, PATH: `${dirname(node)}${separator}${environment.PATH ?? ""}`, PIPENB_NODE: node };
}
