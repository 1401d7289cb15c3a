import { checkEngine } from "../../app/doctor/check-engine.ts";
import { checkMachine } from "../../app/doctor/check-machine.ts";
import { doctorReport, type Finding, worstState } from "../../app/doctor/report.ts";
import { CliError, exitCode } from "../cli-error.ts";
import { kernelFolder } from "../places.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** `pipenb doctor`: says what is there and what is missing; gives the exit code. */
export async function runDoctor(
  { json }: { readonly json: boolean },
  terminal: Terminal,
  env: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const folder = builtKernel();
  const machine = folder === undefined ? [] : await checkMachine(env, folder);
  const findings = [checkNode(), checkBuild(folder), ...machine, ...(await checkEngine(env))];
  if (json) terminal.out(`${JSON.stringify(findings)}\n`);
  else terminal.out(doctorReport(findings, (state) => mark(terminal, state)));
  return worstState(findings) === "missing" ? exitCode.failed : exitCode.ok;
}

function mark({ colors }: Terminal, state: Finding["state"]): string {
  return { ok: colors.green, warning: colors.yellow, missing: colors.red }[state](state);
}

function checkBuild(folder: string | undefined): Finding {
  return folder === undefined
    ? { about: "kernel", state: "missing", says: "not built", remedy: 'Run "npm run setup".' }
    : { about: "kernel", state: "ok", says: "built" };
}

/** The folder of the built kernel, where it has been built. */
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
