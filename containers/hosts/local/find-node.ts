/** Finds the Node that local kernels run on. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { HostError } from "../host-error.ts";
import type { Environment } from "./own-folders.ts";

const neededMajor = 24;
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
const inside = (folder: string): string => join(folder, "node_modules", "node", "bin", program);

/**
 * Gives the path of a Node 24 or newer: the one that PIPENB_NODE names, else the one we run on, else one that set-up
 * fetched, else `node` on the PATH. Rejects with a `HostError` when there is none.
 *
 * @param kernelFolder `dist/kernel` of a checkout or of the installed package
 */
export async function findNode(env: Environment, kernelFolder: string): Promise<string> {
  const given = env["PIPENB_NODE"];
  if (given !== undefined && given !== "") {
    if ((await majorOf(given)) >= neededMajor) return given;
    throw new HostError(
      "no-node",
      `PIPENB_NODE is ${given}, which is no Node ${neededMajor} or newer. Correct or unset it.`,
    );
  }
  const checkout = join(kernelFolder, "..", "..");
  const fetched = [
    inside(join(env["HOME"] ?? homedir(), ".cache", "pipenb-node")),
    inside(join(checkout, ".cache", "node24")),
  ].filter((path) => existsSync(path));
  for (const node of [process.execPath, ...fetched, program])
    if ((await majorOf(node)) >= neededMajor) return node;
  const message = `A local kernel needs Node ${neededMajor} or newer, and there is none (this is ${process.versions.node}).`;
  throw new HostError(
    "no-node",
    `${message} Install it, or set PIPENB_NODE to its path, or use a container engine.`,
  );
}
