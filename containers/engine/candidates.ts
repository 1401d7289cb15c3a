/** The places to look for an engine, in order: what the user says, then where engines usually listen. */
import { createHash } from "node:crypto";
import { access, readFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { dockerConfigFolder, type Environment, homeOf, readDockerConfig } from "./docker-config.ts";
import type { Endpoint } from "./endpoint.ts";

const ContextSchema = z.looseObject({
  Endpoints: z.looseObject({
    docker: z.looseObject({ Host: z.string(), SkipTLSVerify: z.boolean().optional() }),
  }),
});

/** The endpoint of the context in use; none for the one called "default". */
async function currentContext(env: Environment): Promise<readonly Endpoint[]> {
  const name = env["DOCKER_CONTEXT"] ?? (await readDockerConfig(env)).currentContext ?? "default";
  if (name === "default" || name === "") return [];
  const id = createHash("sha256").update(name).digest("hex");
  const contexts = join(dockerConfigFolder(env), "contexts");
  const meta = await readFile(join(contexts, "meta", id, "meta.json"), "utf8").then(
    endpointOf,
    () => undefined,
  );
  if (meta === undefined) return [];
  const certificates = join(contexts, "tls", id, "docker");
  const hasCertificates = await access(certificates).then(
    () => true,
    () => false,
  );
  return [
    {
      url: meta.Host,
      foundBy: `docker context "${name}"`,
      ...(hasCertificates ? { certificates } : {}),
      ...(meta.SkipTLSVerify === true ? { trustsAnyone: true } : {}),
    },
  ];
}

function endpointOf(meta: string): z.infer<typeof ContextSchema>["Endpoints"]["docker"] | undefined {
  try {
    return ContextSchema.parse(JSON.parse(meta)).Endpoints.docker;
  } catch {
    return undefined; // a context of another kind (Kubernetes only) or of a version to come
  }
}

type Strategy = (env: Environment, platform: NodeJS.Platform) => readonly Endpoint[];

const dockerHost: Strategy = (env) => {
  const url = env["DOCKER_HOST"];
  if (url === undefined || url === "") return [];
  const given = env["DOCKER_CERT_PATH"] ?? "";
  const isSecure = (env["DOCKER_TLS_VERIFY"] ?? "") !== "";
  const certificates = given === "" ? dockerConfigFolder(env) : given;
  return [{ url, foundBy: "DOCKER_HOST", ...(isSecure ? { certificates } : {}) }];
};

/** A strategy that knows one socket below a folder. */
function socket(foundBy: string, folder: (env: Environment) => string | undefined, path: string): Strategy {
  return (env, platform) => {
    const parent = folder(env);
    if (platform === "win32" || parent === undefined || parent === "") return [];
    return [{ url: `unix://${join(parent, path)}`, foundBy }];
  };
}

const runtimeFolder = (env: Environment): string | undefined => env["XDG_RUNTIME_DIR"];

const windowsPipes: Strategy = (_env, platform) =>
  platform === "win32" ? [{ url: "npipe:////./pipe/docker_engine", foundBy: "Docker Desktop" }] : [];

const strategies: readonly Strategy[] = [
  windowsPipes,
  socket("the engine of this machine", () => "/var/run", "docker.sock"),
  socket("rootless Docker", runtimeFolder, "docker.sock"),
  socket("Docker Desktop", homeOf, ".docker/run/docker.sock"),
  socket("Docker Desktop", homeOf, ".docker/desktop/docker.sock"),
  socket("Colima", homeOf, ".colima/default/docker.sock"),
  socket("OrbStack", homeOf, ".orbstack/run/docker.sock"),
  socket("rootless Podman", runtimeFolder, "podman/podman.sock"),
  socket("Podman", () => "/run", "podman/podman.sock"),
];

/** Every place to try, each once, best first. DOCKER_HOST, where set, is the only one: the user has decided. */
export async function candidates(
  env: Environment,
  platform: NodeJS.Platform = process.platform,
): Promise<readonly Endpoint[]> {
  const chosen = dockerHost(env, platform);
  if (chosen.length > 0) return chosen;
  const usual = strategies.flatMap((strategy) => strategy(env, platform));
  const byUrl = new Map<string, Endpoint>();
  for (const endpoint of [...(await currentContext(env)), ...usual])
    if (!byUrl.has(endpoint.url)) byUrl.set(endpoint.url, endpoint);
  return [...byUrl.values()];
}
