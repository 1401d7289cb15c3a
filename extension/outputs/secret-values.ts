/** The values of a notebook's secrets, as far as the editor's machine has them, so that outputs can be kept without them. */
import { readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

/** Read where kernels get them from: the folder PIPENB_SECRETS_DIR, or `secrets/` beside the notebook. */
export async function secretValues(
  names: readonly string[],
  notebook: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<readonly string[]> {
  const given = env["PIPENB_SECRETS_DIR"];
  const folder = given === undefined || given === "" ? join(dirname(notebook), "secrets") : resolve(given);
  const read = names
    .filter((name) => /^[\w.-]+$/.test(name))
    .map((name) => readFile(join(folder, name), "utf8").catch(() => ""));
  return (await Promise.all(read)).filter((value) => value !== "");
}
