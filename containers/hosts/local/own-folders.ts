/** The folders of this user in which the local host keeps what it needs. */
import { homedir } from "node:os";
import { basename, join } from "node:path";

export type Environment = Readonly<Record<string, string | undefined>>;

function below(env: Environment, variable: string, fallback: readonly string[]): string {
  const given = env[variable];
  if (given !== undefined && given !== "") return join(given, "pipenb");
  return join(env["HOME"] ?? homedir(), ...fallback, "pipenb");
}

/** Installed npm packages, one folder for each lock; everything in it can be made again. */
export function environmentsFolder(env: Environment): string {
  return join(below(env, "XDG_CACHE_HOME", [".cache"]), "environments");
}

/** Declaration files of environments, for checks on the command line. */
export function typesCacheFolder(env: Environment): string {
  return join(below(env, "XDG_CACHE_HOME", [".cache"]), "types");
}

/** What configures the language server of a kernel behind Jupyter's sockets. */
export function languageFolder(env: Environment, kernelId: string): string {
  return join(below(env, "XDG_CACHE_HOME", [".cache"]), "language", basename(kernelId));
}

/** What parameters cells declare, one file for each reading. */
export function parametersFolder(env: Environment): string {
  return join(below(env, "XDG_CACHE_HOME", [".cache"]), "parameters");
}

/** Certificates that npm is to trust, one file for each set. */
export function certificatesFolder(env: Environment): string {
  return join(below(env, "XDG_CACHE_HOME", [".cache"]), "certificates");
}

/** One folder for each running kernel: its record, log and journal. */
export function kernelsFolder(env: Environment): string {
  return join(below(env, "XDG_STATE_HOME", [".local", "state"]), "kernels");
}
