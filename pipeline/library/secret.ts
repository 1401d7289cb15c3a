import { readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { containerSecrets, localSecrets } from "../result/secret-folders.ts";

/**
 * The value of a secret: of the file `/run/secrets/NAME`, without the newline at its end. Where there is no such file, as in a local
 * kernel, of the file of that name where containers get it from: the folder PIPENB_SECRETS_DIR, or else `secrets/` beside the notebook.
 *
 * ```ts
 * const db = postgres({ host: "db", password: secret("db") });
 * ```
 *
 * @param name as in `secrets` of the front matter
 */
export function secret(name: string): string {
  const value = findSecret(name);
  if (value !== undefined) return value;
  throw new Error(
    `The secret "${name}" is not there. Name it in the front matter (secrets: [${name}]) and put its value into the file secrets/${name} beside the notebook, which you keep out of git; where the image is run, into /run/secrets/${name}.`,
  );
}

/** @internal */
export function findSecret(name: string): string | undefined {
  return findSecretIn([containerSecrets, localSecrets(process.env, process.cwd())], name);
}

/** That of the first of these folders which has it. @internal */
export function findSecretIn(folders: readonly string[], name: string): string | undefined {
  if (!/^[\w.-]+$/.test(name) || /^\.+$/.test(name))
    throw new Error(
      `${JSON.stringify(name)} cannot be the name of a secret: letters, digits, "_", "-" and "." can.`,
    );
  for (const folder of folders) {
    const text = contents(join(folder, name));
    if (text !== undefined) return text.replace(/\r?\n$/, "");
  }
  return undefined;
}

function contents(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw error;
  }
}
