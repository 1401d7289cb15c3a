// Brings the real VS Code workbench for the end-to-end tests: the npm package code-server, in a cache folder outside the
// checkout (PIPENB_CODE_SERVER names another). Idempotent: `installed.json` is written last and says how to start it.
// `--version 4.139.1` brings a newer editor beside it, for the tests before a release.
import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { symlinkSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { parseArgs } from "node:util";

/** The releases that this script knows to install, each with the one Node that it runs under. */
const nodeOf = { "4.100.3": "20", "4.139.1": "24" };

const { version } = parseArgs({ options: { version: { type: "string", default: "4.100.3" } } }).values;
const nodeMajor = nodeOf[version];
if (nodeMajor === undefined) {
  console.error(`code-server: ${version} is not known here. Known: ${Object.keys(nodeOf).join(", ")}.`);
  process.exit(64);
}
const home = process.env.PIPENB_CODE_SERVER ?? join(homedir(), ".cache", "pipenb", `code-server-${version}`);
const stamp = join(home, "installed.json");
const server = join(home, "node_modules", "code-server");
const workbench = join(server, "lib", "vscode");

const say = (text) => console.log(`code-server: ${text}`);

/** Runs a program; its output is shown only when it fails, and then the whole set-up stops. */
function run(command, args, { cwd = home, env = process.env, mayFail = false } = {}) {
  const done = spawnSync(command, args, { cwd, env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  if (done.status === 0) return true;
  if (mayFail) return false;
  const output = `${done.error?.message ?? ""}\n${done.stdout ?? ""}\n${done.stderr ?? ""}`;
  throw new Error(`"${[command, ...args].join(" ")}" failed in ${cwd}:\n${output.slice(-4000)}`);
}

const majorOf = (node) => {
  try {
    return execFileSync(node, ["-p", "process.versions.node.split('.')[0]"], { encoding: "utf8" }).trim();
  } catch {
    return ""; // not there, or not for this machine
  }
};

/** A release of code-server runs under one Node alone: the given one, one found on PATH, or the npm package. */
function ensureNode() {
  const given = process.env.PIPENB_CODE_SERVER_NODE;
  if (given !== undefined) {
    if (majorOf(given) === nodeMajor) return given;
    throw new Error(
      `PIPENB_CODE_SERVER_NODE is ${given}, which is no Node ${nodeMajor}. Unset it or correct it.`,
    );
  }
  const found = [...(process.env.PATH ?? "").split(delimiter), "/usr/local/bin", "/usr/bin"]
    .map((folder) => join(folder, "node"))
    .find((node) => existsSync(node) && majorOf(node) === nodeMajor);
  if (found !== undefined) return realpathSync(found);
  const folder = join(home, "node");
  const node = join(folder, "node_modules", "node", "bin", "node");
  if (majorOf(node) === nodeMajor) return node;
  say(`fetching Node ${nodeMajor} for it`);
  mkdirSync(folder, { recursive: true });
  run("npm", ["install", "--prefix", folder, "--no-save", "--no-audit", "--no-fund", `node@${nodeMajor}`]);
  if (majorOf(node) !== nodeMajor) throw new Error(`npm brought no Node ${nodeMajor} that runs here.`);
  return node;
}

/** npm as that Node would run it, and with its headers, so that native parts fit it without a download. */
function environmentFor(node) {
  const prefix = dirname(dirname(node));
  const ofNpm = join(prefix, "node_modules", `node-${process.platform}-${process.arch}`);
  const nodedir = [prefix, ofNpm].find((folder) => existsSync(join(folder, "include", "node", "node.h")));
  return {
    ...process.env,
    PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ""}`,
    npm_config_audit: "false",
    npm_config_fund: "false",
    npm_config_yes: "true",
    npm_config_unsafe_perm: "true",
    ...(nodedir === undefined ? {} : { npm_config_nodedir: nodedir }),
  };
}

/** Its packages' own install scripts are left out: one of them downloads from a host that is out of reach for many. */
function installPackages(env) {
  writeFileSync(join(home, "package.json"), '{ "private": true }\n');
  say(`installing ${version} into ${home} (a minute or two)`);
  run("npm", ["install", "--ignore-scripts", `code-server@${version}`, "@vscode/ripgrep@1.18.0"], { env });
  for (const cwd of [workbench, join(workbench, "extensions")]) {
    run("npm", ["install", "--omit=dev", "--ignore-scripts"], { cwd, env });
  }
}

/** What the install scripts would have done; search in files comes from ripgrep's npm package for this platform. */
function finishPackages(env) {
  run("npm", ["rebuild", "argon2"], { env });
  const ripgrep = join(home, "node_modules", "@vscode", `ripgrep-${process.platform}-${process.arch}`);
  const target = join(workbench, "node_modules", "@vscode", "ripgrep", "bin");
  mkdirSync(target, { recursive: true });
  copyFileSync(join(ripgrep, "bin", "rg"), join(target, "rg"));
  symlinkSync("node_modules", join(workbench, "node_modules.asar"));
  const natives = ["@vscode/spdlog", "node-pty", "native-watchdog", "@parcel/watcher"];
  const missing = natives.filter(
    (name) => !run("npm", ["rebuild", name], { cwd: workbench, env, mayFail: true }),
  );
  if (missing.length > 0)
    say(`NOTE: ${missing.join(", ")} could not be built; terminals or log files may be missing`);
}

function isInstalled() {
  if (!existsSync(stamp)) return false;
  const installed = JSON.parse(readFileSync(stamp, "utf8"));
  return (
    installed.version === version && existsSync(installed.entry) && majorOf(installed.node) === nodeMajor
  );
}

try {
  if (isInstalled()) {
    say(`${version} is there already (${home})`);
  } else {
    mkdirSync(home, { recursive: true });
    for (const part of ["installed.json", "package-lock.json", "node_modules"]) {
      rmSync(join(home, part), { recursive: true, force: true });
    }
    const node = ensureNode();
    const env = environmentFor(node);
    installPackages(env);
    finishPackages(env);
    const entry = join(server, "out", "node", "entry.js");
    run(node, [entry, "--version"], { env });
    writeFileSync(stamp, `${JSON.stringify({ version, node, entry }, null, 2)}\n`);
    say(`${version} is ready (${home})`);
  }
} catch (problem) {
  console.error(`code-server: ${problem.message}`);
  console.error("code-server: not installed. It needs npm's registry, python3 and a C++ compiler (g++).");
  process.exitCode = 1;
}
