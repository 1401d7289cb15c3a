/** Where Airflow looks for DAGs, by what it reads itself. */
import { readFile, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";

/** Absolute; undefined where no Airflow is on this machine. */
export async function dagsFolder(
  env: Readonly<Record<string, string | undefined>>,
): Promise<string | undefined> {
  const named = env["AIRFLOW__CORE__DAGS_FOLDER"];
  if (named !== undefined && named !== "") return named;
  const home = env["AIRFLOW_HOME"] ?? join(env["HOME"] ?? homedir(), "airflow");
  const found = await stat(home).catch(() => undefined);
  if (found?.isDirectory() !== true) return undefined;
  const configuration = await readFile(join(home, "airflow.cfg"), "utf8").catch(() => "");
  return configuredFolder(configuration) ?? join(home, "dags");
}

/** `dags_folder` of the section `core`. */
function configuredFolder(configuration: string): string | undefined {
  const core = /^\[core\]$([^]*?)(?=^\[|$(?![^]))/m.exec(configuration)?.[1];
  return core === undefined ? undefined : /^dags_folder *= *(\S.*?) *$/m.exec(core)?.[1];
}
