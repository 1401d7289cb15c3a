import { resolve } from "node:path";
import { given } from "./run-settings.ts";

/** Where containers find secrets, each a file of its name. */
export const containerSecrets = "/run/secrets";

/** Where secrets are that no container gets as files: PIPENB_SECRETS_DIR, else `secrets/` in the notebook's folder. */
export function localSecrets(env: Readonly<Record<string, string | undefined>>, folder: string): string {
  return resolve(folder, given(env, "PIPENB_SECRETS_DIR") ?? "secrets");
}
