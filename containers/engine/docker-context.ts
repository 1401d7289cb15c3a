/** The docker command line's contexts: named endpoints, one of them in use. */
import { createHash } from "node:crypto";
import { access, readFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { dockerConfigFolder, type Environment, readDockerConfig } from "./docker-config.ts";
import type { Endpoint } from "./endpoint.ts";

const ContextSchema = z.looseObject({
  Endpoints: z.looseObject({ docker: z.looseObject({ Host: z.string() }) }),
});

/** The endpoint of the context in use; none for the one called "default". */
export async function currentContext(env: Environment): Promise<readonly Endpoint[]> {
  const name = env["DOCKER_CONTEXT"] ?? (await readDockerConfig(env)).currentContext ?? "default";
  if (name === "default" || name === "") return [];
  const id = createHash("sha256").update(name).digest("hex");
  const contexts = join(dockerConfigFolder(env), "contexts");
  const url = await readFile(join(contexts, "meta", id, "meta.json"), "utf8").then(hostOf, () => undefined);
  if (url === undefined) return [];
  const certificates = join(contexts, "tls", id, "docker");
  const hasCertificates = await access(join(certificates, "key.pem")).then(
    () => true,
    () => false,
  );
  return [{ url, foundBy: `docker context "${name}"`, ...(hasCertificates ? { certificates } : {}) }];
}

function hostOf(meta: string): string | undefined {
  try {
    return ContextSchema.parse(JSON.parse(meta)).Endpoints.docker.Host;
  } catch {
    return undefined; // a context of another kind (Kubernetes only) or of a version to come
  }
}
