/** Where Jupyter looks for kernels, by its own rules (jupyter_core's paths.py), on each kind of machine. Pure. */
import { posix, win32 } from "node:path";

export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const given = ({ env }: Machine, name: string): string | undefined =>
  env[name] === "" ? undefined : env[name];

const pathsOf = ({ platform }: Machine): typeof posix => (platform === "win32" ? win32 : posix);

/** The user's own data of Jupyter. */
export function userFolder(machine: Machine): string {
  const { platform, home } = machine;
  const asked = given(machine, "JUPYTER_DATA_DIR");
  if (asked !== undefined) return asked;
  if (platform === "darwin") return posix.join(home, "Library", "Jupyter");
  if (platform === "win32") {
    const roaming = given(machine, "APPDATA");
    return roaming === undefined ? win32.join(home, ".jupyter", "data") : win32.join(roaming, "jupyter");
  }
  return posix.join(given(machine, "XDG_DATA_HOME") ?? posix.join(home, ".local", "share"), "jupyter");
}

/** The data of a Python environment, or of any other prefix. */
export function prefixFolder(machine: Machine, prefix: string): string {
  return pathsOf(machine).join(prefix, "share", "jupyter");
}

/** That of all users. */
export function systemFolder(machine: Machine): string {
  if (machine.platform !== "win32") return "/usr/local/share/jupyter";
  return win32.join(given(machine, "PROGRAMDATA") ?? "C:\\ProgramData", "jupyter");
}

/** Connection files. */
export function runtimeFolder(machine: Machine): string {
  return given(machine, "JUPYTER_RUNTIME_DIR") ?? pathsOf(machine).join(userFolder(machine), "runtime");
}

/** The Python environment that is active in this shell; undefined where none is. */
export function activePrefix(machine: Machine): string | undefined {
  return given(machine, "VIRTUAL_ENV") ?? given(machine, "CONDA_PREFIX");
}
