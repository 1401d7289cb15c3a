/** What pipenb needs of the machine itself. */
import { execFile } from "node:child_process";
import { access, constants, mkdir, statfs } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { kernelFolder } from "../places.ts";
import { bytes } from "../terminal/bytes.ts";
import type { Finding } from "./finding.ts";

type Environment = Readonly<Record<string, string | undefined>>;

const run = promisify(execFile);
const scarceBytes = 2e9;

/** Node, build, cache folder, disk and the certificates' file. */
export async function checkMachine(env: Environment): Promise<readonly Finding[]> {
  return [
    checkNode(),
    await checkNode24(env),
    checkBuild(),
    ...(await checkDisk()),
    ...(await checkCertificates(env)),
  ];
}

function checkNode(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const says = `Node ${process.versions.node}`;
  if (major > 20 || (major === 20 && minor >= 19)) return { about: "node", state: "ok", says };
  return { about: "node", state: "missing", says, remedy: "pipenb needs Node 20.19 or newer." };
}

/** Kernels as local processes run on Node 24. */
async function checkNode24(env: Environment): Promise<Finding> {
  const candidates = [
    env["PIPENB_NODE"],
    process.execPath,
    join(kernelFolder(), "../../.cache/node24/node_modules/node/bin/node"),
  ];
  for (const candidate of candidates) {
    if (candidate === undefined) continue;
    try {
      const { stdout } = await run(candidate, ["--version"]);
      if (Number(/^v(\d+)/.exec(stdout)?.[1]) >= 24)
        return { about: "node 24", state: "ok", says: `${stdout.trim()} for --runtime local` };
    } catch {
      continue; // not there: the next one
    }
  }
  return {
    about: "node 24",
    state: "warning",
    says: "no Node 24 for --runtime local",
    remedy: 'Run "npm run setup", or set PIPENB_NODE to a Node 24 binary. Containers bring their own.',
  };
}

function checkBuild(): Finding {
  try {
    kernelFolder();
    return { about: "kernel", state: "ok", says: "built" };
  } catch {
    return { about: "kernel", state: "missing", says: "not built", remedy: 'Run "npm run setup".' };
  }
}

async function checkDisk(): Promise<readonly Finding[]> {
  const cache = join(homedir(), ".cache", "pipenb");
  try {
    await mkdir(cache, { recursive: true });
    await access(cache, constants.W_OK);
    const { bavail, bsize } = await statfs(cache);
    const free = bavail * bsize;
    const says = `${bytes(free)} free for ${cache}`;
    if (free >= scarceBytes) return [{ about: "disk", state: "ok", says }];
    return [
      {
        about: "disk",
        state: "warning",
        says,
        remedy: "Free some space: packages and images need a few GB.",
      },
    ];
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return [
      {
        about: "disk",
        state: "missing",
        says: `${cache} cannot be written (${why})`,
        remedy: "Make it yours to write.",
      },
    ];
  }
}

async function checkCertificates(env: Environment): Promise<readonly Finding[]> {
  const file = env["PIPENB_CA_BUNDLE"] ?? "";
  if (file === "") return [];
  try {
    await access(file, constants.R_OK);
    return [{ about: "certificates", state: "ok", says: `PIPENB_CA_BUNDLE is ${file}` }];
  } catch {
    return [
      {
        about: "certificates",
        state: "missing",
        says: `PIPENB_CA_BUNDLE names ${file}, which cannot be read`,
        remedy: "Correct or unset it.",
      },
    ];
  }
}
