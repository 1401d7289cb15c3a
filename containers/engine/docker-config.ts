/** What the docker command line keeps in its configuration folder: the context in use, and who is logged in where. */
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import * as z from "zod";

/** Environment variables by name, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

const AuthSchema = z.looseObject({
  auth: z.string().optional(),
  identitytoken: z.string().optional(),
});

const DockerConfigSchema = z.looseObject({
  currentContext: z.string().optional(),
  auths: z.record(z.string(), AuthSchema).default({}),
  credHelpers: z.record(z.string(), z.string()).default({}),
  credsStore: z.string().optional(),
});

/** The parts of `config.json` that matter here. */
export type DockerConfig = z.infer<typeof DockerConfigSchema>;

/** Folder of the docker command line's configuration. */
export function dockerConfigFolder(env: Environment): string {
  return env["DOCKER_CONFIG"] ?? join(homeOf(env), ".docker");
}

/** The user's home folder; the environment goes before the system's own answer. */
export function homeOf(env: Environment): string {
  return env["HOME"] ?? env["USERPROFILE"] ?? homedir();
}

/** Parses `config.json` text; one that is no valid configuration counts as an empty one, as it is another program's file. */
export function parseDockerConfig(text: string): DockerConfig {
  try {
    return DockerConfigSchema.parse(JSON.parse(text));
  } catch {
    return { auths: {}, credHelpers: {} };
  }
}

/** Reads `config.json`; empty where there is none. */
export async function readDockerConfig(env: Environment): Promise<DockerConfig> {
  const text = await readFile(join(dockerConfigFolder(env), "config.json"), "utf8").catch(() => "{}");
  return parseDockerConfig(text);
}
