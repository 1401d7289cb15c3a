/** Finds the Node that local kernels run on. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { HostError } from "../host-error.ts";
import type { Environment } from "./own-folders.ts";

/** Older ones cannot run kernels. */
export const neededMajor = 24;

const program = process.platform === "win32" ? "node.exe" : "node";
const run = promisify(execFile);
const known = new Map<string, number>();

/** 0 when there is no such program, or none that runs here. */
async function majorOf(node: string): Promise<number> {
  if (node === process.execPath && process.versions["electron"] === undefined)
    return parseInt(process.versions.node);
  const major = known.get(node) ?? (await askedMajor(node));
  known.set(node, major);
  return major;
}

async function askedMajor(node: string): Promise<number> {
  try {
    const { stdout } = await run(node, [
      "-p",
      "process.versions.electron ? 0 : parseInt(process.versions.node)",
    ]);
    return Number(stdout);
  } catch {
    return 0; // not there, or not for this machine
  }
}

/** Where the npm package `node` leaves its program. */
export const nodeInside = (folder: string): string => join(folder, "node_modules", "node", "bin", program);

const homeOf = (env: Environment): string => env["HOME"] ?? homedir();

/** Where the one is that was fetched. */
export const fetchedFolder = (env: Environment): string => join(homeOf(env), ".cache", "pipenb-node");

/** Where programs that manage versions of Node keep them; an editor that was started from a desktop has them not on its PATH. */
const managed: readonly (readonly [folder: string, program: string])[] = [
  [".nvm/versions/node", "bin/node"],
  [".local/share/fnm/node-versions", "installation/bin/node"],
  ["Library/Application Support/fnm/node-versions", "installation/bin/node"],
  [".volta/tools/image/node", "bin/node"],
  [".asdf/installs/nodejs", "bin/node"],
  [".local/share/mise/installs/node", "bin/node"],
];

/** The newest of each manager first; those too old by their names are not even asked. */
async function managedNodes(home: string): Promise<readonly string[]> {
  const found = await Promise.all(
    managed.map(async ([folder, path]) => {
      const versions = await readdir(join(home, folder)).catch(() => []);
      const major = (version: string): number => parseInt(version.replace(/^v/, ""));
      return versions
        .filter((version) => major(version) >= neededMajor)
        .toSorted((a, b) => major(b) - major(a))
        .map((version) => join(home, folder, version, path));
    }),
  );
  return found.flat();
}

/** Where installers put it, should the PATH not name them. */
const usual = ["/usr/local/bin/node", "/opt/homebrew/bin/node", "/usr/bin/node"];

/**
 * Gives the path of a Node 24 or newer: the one that PIPENB_NODE names, else the one we run on, else one that set-up
 * fetched, else `node` on the PATH, else one of a version manager or in a usual place. Rejects with a `HostError` when there is none.
 *
 * @param kernelFolder `dist/kernel` of a checkout or of the installed package
 */
export async function findNode(env: Environment, kernelFolder: string): Promise<string> {
  const given = env["PIPENB_NODE"];
  if (given !== undefined && given !== "") {
    if ((await majorOf(given)) >= neededMajor) return given;
    throw new HostError({ code: "wrong-node", path: given, needed: neededMajor });
  }
  const checkout = join(kernelFolder, "..", "..");
  const fetched = [nodeInside(fetchedFolder(env)), nodeInside(join(checkout, ".cache", "node24"))].filter(
    (path) => existsSync(path),
  );
  const elsewhere = [...(await managedNodes(homeOf(env))), ...usual].filter((path) => existsSync(path));
  for (const node of [process.execPath, ...fetched, program, ...elsewhere])
    if ((await majorOf(node)) >= neededMajor) return node;
  throw new HostError({ code: "no-node", needed: neededMajor, running: process.versions.node });
}
