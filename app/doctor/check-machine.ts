/** What pipenb needs of the machine itself. */
import { access, constants, mkdir, statfs } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { bytes } from "../../containers/figures/bytes.ts";
import { HostError } from "../../containers/hosts/host-error.ts";
import { findNode } from "../../containers/hosts/local/find-node.ts";
import { wholeText } from "../failures/failure-text.ts";
import { hostFailure } from "../failures/host-failure.ts";
import type { Finding } from "./report.ts";

type Environment = Readonly<Record<string, string | undefined>>;

const scarceBytes = 2e9;

/** Node for local kernels, cache folder, disk and the certificates' file. */
export async function checkMachine(env: Environment, kernelFolder: string): Promise<readonly Finding[]> {
  return [await checkNode(env, kernelFolder), await checkDisk(), ...(await checkCertificates(env))];
}

/** Kernels as local processes run on Node 24. */
async function checkNode(env: Environment, kernelFolder: string): Promise<Finding> {
  try {
    const node = await findNode(env, kernelFolder);
    return { about: "node 24", state: "ok", says: `${node} for local kernels` };
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    return {
      about: "node 24",
      state: "warning",
      says: "no Node 24 for local kernels",
      remedy: `${wholeText(hostFailure(error.facts))} Containers bring their own.`,
    };
  }
}

async function checkDisk(): Promise<Finding> {
  const cache = join(homedir(), ".cache", "pipenb");
  try {
    await mkdir(cache, { recursive: true });
    await access(cache, constants.W_OK);
    const { bavail, bsize } = await statfs(cache);
    const free = bavail * bsize;
    const says = `${bytes(free)} free for ${cache}`;
    if (free >= scarceBytes) return { about: "disk", state: "ok", says };
    const remedy = "Free some space: packages and images need a few GB.";
    return { about: "disk", state: "warning", says, remedy };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const says = `${cache} cannot be written (${why})`;
    return { about: "disk", state: "missing", says, remedy: "Make it yours to write." };
  }
}

async function checkCertificates(env: Environment): Promise<readonly Finding[]> {
  const file = env["PIPENB_CA_BUNDLE"] ?? "";
  if (file === "") return [];
  try {
    await access(file, constants.R_OK);
    return [{ about: "certificates", state: "ok", says: `PIPENB_CA_BUNDLE is ${file}` }];
  } catch {
    const says = `PIPENB_CA_BUNDLE names ${file}, which cannot be read`;
    return [{ about: "certificates", state: "missing", says, remedy: "Correct or unset it." }];
  }
}
