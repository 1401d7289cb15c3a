/** What the command line needs of its own installation. */
import type { Finding } from "../../containers/doctor/finding.ts";
import { CliError } from "../cli-error.ts";
import { kernelFolder } from "../places.ts";

/** The folder of the built kernel, where it has been built. */
export interface Installation {
  readonly findings: readonly Finding[];
  readonly kernelFolder: string | undefined;
}

/** Looks at the Node we run on, and for the built kernel. */
export function checkInstallation(): Installation {
  const folder = builtKernel();
  const kernel: Finding =
    folder === undefined
      ? { about: "kernel", state: "missing", says: "not built", remedy: 'Run "npm run setup".' }
      : { about: "kernel", state: "ok", says: "built" };
  return { findings: [checkNode(), kernel], kernelFolder: folder };
}

function builtKernel(): string | undefined {
  try {
    return kernelFolder();
  } catch (error) {
    if (error instanceof CliError) return undefined;
    throw error;
  }
}

function checkNode(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const says = `Node ${process.versions.node}`;
  if (major > 20 || (major === 20 && minor >= 19)) return { about: "node", state: "ok", says };
  return { about: "node", state: "missing", says, remedy: "pipenb needs Node 20.19 or newer." };
}
