/** Why a push failed, and what to do: mostly that nobody is logged in. */
import { EngineError } from "./engine-error.ts";
import { toEngineError } from "./explain-failure.ts";
import { registryHost } from "./registry-credentials.ts";

const denied =
  /denied|unauthorized|authentication required|no basic auth credentials|insufficient_scope|forbidden|\b40[13]\b/i;

/** `said` is the engine's own sentence; `user` who was logged in at the registry. */
export function explainPush(name: string, said: string, user: string | undefined): EngineError {
  const general = toEngineError(new Error(said), `push the image ${name}`);
  // A registry out of reach may be "denied" by a proxy or firewall; logging in would not help there.
  if (general.code === "registry-unreachable" || !denied.test(said)) return general;
  const registry = registryHost(name);
  const login = registry === undefined ? "docker login" : `docker login ${registry}`;
  const place = registry ?? "Docker Hub";
  const words = `Could not push the image ${name}: ${said.trim().replace(/[.!?]?$/, ".")}`;
  const remedy =
    user === undefined
      ? `Nobody is logged in at ${place} here: run \`${login}\` and try again.`
      : `${place} does not let ${user} push there: check the name, ask for access, or log in as somebody else with \`${login}\`.`;
  return new EngineError("push-denied", [words, ...hubHint(name, registry), remedy].join(" "), { login });
}

/** A bare name is one of Docker Hub's own images, which nobody else may push. */
function hubHint(name: string, registry: string | undefined): readonly string[] {
  if (registry !== undefined || name.includes("/")) return [];
  return [`The name has no registry and no user, so it means docker.io/library/${name}.`];
}
