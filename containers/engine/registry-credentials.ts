/** Whose name to pull and push under, found as the docker command line does: DOCKER_AUTH_CONFIG, a registry's helper, the store, the file. */
import { spawn } from "node:child_process";
import * as z from "zod";
import { type DockerConfig, type Environment, parseDockerConfig, readDockerConfig } from "./docker-config.ts";
import { registryOf } from "./reference.ts";

/** A login at a registry. */
export interface Credential {
  readonly username: string;
  readonly password: string;
  readonly serveraddress: string;
  readonly identitytoken?: string;
}

const HelperAnswerSchema = z.object({ Username: z.string(), Secret: z.string() });

/** Asks `docker-credential-NAME`; undefined when it is not there or knows nothing. */
function askHelper(name: string, registry: string): Promise<Credential | undefined> {
  return new Promise((resolve) => {
    const helper = spawn(`docker-credential-${name}`, ["get"], { stdio: ["pipe", "pipe", "ignore"] });
    let output = "";
    helper.stdout.on("data", (chunk: Buffer) => (output += chunk.toString("utf8")));
    helper.stdin.on("error", () => {
      resolve(undefined);
    });
    helper.on("error", () => {
      resolve(undefined);
    });
    helper.on("close", (code) => {
      resolve(code === 0 ? parseAnswer(output, registry) : undefined);
    });
    helper.stdin.end(registry);
  });
}

function parseAnswer(output: string, registry: string): Credential | undefined {
  let value: unknown;
  try {
    value = JSON.parse(output);
  } catch {
    return undefined; // a helper that says something else has no login for us
  }
  const answer = HelperAnswerSchema.safeParse(value).data;
  if (answer === undefined) return undefined;
  return answer.Username === "<token>"
    ? { username: "", password: "", serveraddress: registry, identitytoken: answer.Secret }
    : { username: answer.Username, password: answer.Secret, serveraddress: registry };
}

function fromFile(config: DockerConfig, registry: string): Credential | undefined {
  const entry = Object.entries(config.auths).find(([key]) => hostOf(key) === hostOf(registry))?.[1];
  if (entry?.auth === undefined || entry.auth === "") return undefined;
  const [username = "", ...password] = Buffer.from(entry.auth, "base64").toString("utf8").split(":");
  return {
    username,
    password: password.join(":"),
    serveraddress: registry,
    ...(entry.identitytoken === undefined ? {} : { identitytoken: entry.identitytoken }),
  };
}

/** Logins are kept with and without a scheme and path. */
function hostOf(key: string): string {
  return key.replace(/^https?:\/\//, "").replace(/\/.*$/, "");
}

async function find(
  registry: string,
  config: DockerConfig,
  env: Environment,
): Promise<Credential | undefined> {
  const given = env["DOCKER_AUTH_CONFIG"];
  const byVariable = given === undefined ? undefined : fromFile(parseDockerConfig(given), registry);
  if (byVariable !== undefined) return byVariable;
  const helper = config.credHelpers[registry] ?? config.credHelpers[hostOf(registry)] ?? config.credsStore;
  return (helper === undefined ? undefined : await askHelper(helper, registry)) ?? fromFile(config, registry);
}

/** The login to pull or push the image with; undefined where there is none. */
export async function credentialsFor(
  reference: string,
  env: Environment = process.env,
): Promise<Credential | undefined> {
  return find(registryOf(reference), await readDockerConfig(env), env);
}

/** Every login there is, by registry: a build pulls its base images itself. */
export async function everyCredential(env: Environment = process.env): Promise<Record<string, Credential>> {
  const config = await readDockerConfig(env);
  const given = parseDockerConfig(env["DOCKER_AUTH_CONFIG"] ?? "{}");
  const registries = new Set(
    [config.auths, config.credHelpers, given.auths].flatMap((logins) => Object.keys(logins)),
  );
  const found = await Promise.all(
    [...registries].map(async (registry) => [registry, await find(registry, config, env)] as const),
  );
  return Object.fromEntries(
    found.flatMap(([registry, credential]) => (credential === undefined ? [] : [[registry, credential]])),
  );
}
