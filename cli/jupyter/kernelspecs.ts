/** `pipenb jupyter`: the kernelspec in the folders that Jupyter looks into. */
import { homedir } from "node:os";
import {
  activePrefix,
  prefixFolder,
  systemFolder,
  userFolder,
} from "../../jupyter/kernelspec/data-folders.ts";
import type { Machine } from "../../jupyter/kernelspec/data-folders.ts";
import { findSpec, ForeignSpecError, installSpec, removeSpec } from "../../jupyter/kernelspec/kernelspec.ts";
import { CliError } from "../cli-error.ts";
import { jupyterKernelProgram, jupyterLogosFolder, version } from "../places.ts";
import { table } from "../terminal/table.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** One of them at most. */
export interface InstallPlace {
  readonly user?: boolean;
  readonly sysPrefix?: boolean;
  readonly prefix?: string;
  readonly system?: boolean;
}

type Env = Readonly<Record<string, string | undefined>>;

const machineOf = (env: Env): Machine => ({
  platform: process.platform,
  home: env["HOME"] ?? homedir(),
  env,
});

function dataFolder({ user, sysPrefix, prefix, system }: InstallPlace, machine: Machine): string {
  if ([user, sysPrefix, prefix, system].filter((given) => given !== undefined).length > 1)
    throw new CliError("usage", "--user, --sys-prefix, --prefix and --system exclude each other.", {
      remedy: "Give one of them, or none for this user.",
    });
  if (system === true) return systemFolder(machine);
  if (prefix !== undefined) return prefixFolder(machine, prefix);
  if (sysPrefix !== true) return userFolder(machine);
  const active = activePrefix(machine);
  if (active !== undefined) return prefixFolder(machine, active);
  throw new CliError("usage", "No Python environment is active in this shell.", {
    remedy: "Activate one (VIRTUAL_ENV or CONDA_PREFIX is then set), or name its folder with --prefix.",
  });
}

export async function installKernelspec(
  { place, runtime }: { readonly place: InstallPlace; readonly runtime: string | undefined },
  terminal: Terminal,
  env: Env,
): Promise<void> {
  if (runtime !== undefined && runtime !== "container" && runtime !== "local")
    throw new CliError("usage", `--runtime is "container" or "local", not "${runtime}".`);
  const command = [
    process.execPath,
    jupyterKernelProgram(),
    ...(runtime === undefined ? [] : ["--runtime", runtime]),
  ];
  const data = dataFolder(place, machineOf(env));
  const spec = { command, version: version(), logos: jupyterLogosFolder() };
  terminal.note(`installed ${await ours(() => installSpec(data, spec))}`);
}

export async function uninstallKernelspec(place: InstallPlace, terminal: Terminal, env: Env): Promise<void> {
  const data = dataFolder(place, machineOf(env));
  const removed = await ours(() => removeSpec(data));
  terminal.note(removed === undefined ? `Nothing is installed in ${data}.` : `removed ${removed}`);
}

export async function listKernelspecs(
  { json }: { readonly json: boolean },
  terminal: Terminal,
  env: Env,
): Promise<void> {
  const machine = machineOf(env);
  const active = activePrefix(machine);
  const folders = [
    userFolder(machine),
    ...(active === undefined ? [] : [prefixFolder(machine, active)]),
    systemFolder(machine),
  ];
  const found = await Promise.all(folders.map(findSpec));
  const specs = found.filter((spec) => spec !== undefined);
  if (json) terminal.out(`${JSON.stringify(specs)}\n`);
  else if (specs.length === 0) terminal.note('It is not installed. "pipenb jupyter install" does that.');
  else
    terminal.out(
      table(
        ["FOLDER", "VERSION", "STATE"],
        specs.map((spec) => [spec.folder, spec.version, stateOf(spec.missing)]),
      ),
    );
}

const stateOf = (missing: string | undefined): string =>
  missing === undefined ? "ok" : `${missing} is gone: install it again`;

/** Somebody else's kernelspec is told with what to do about it. */
async function ours<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ForeignSpecError)
      throw new CliError("file", error.message, { remedy: "Remove the folder, or choose another place." });
    if (error instanceof Error && "code" in error && (error.code === "EACCES" || error.code === "EROFS"))
      throw new CliError("file", `The folder cannot be written: ${error.message}`, {
        remedy: "Install it for this user (--user), or as somebody who may.",
      });
    throw error;
  }
}
