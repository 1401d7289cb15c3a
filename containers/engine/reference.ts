/** Names of images: what of them is the repository, the tag and the registry. */

/** Splits "registry:5000/name:tag" into its name and tag; no tag means "latest". */
export function splitReference(reference: string): { readonly repo: string; readonly tag: string } {
  const match = /^(.*):([^:/]+)$/.exec(reference);
  return { repo: match?.[1] ?? reference, tag: match?.[2] ?? "latest" };
}

/** Whether it is an image's id or digest, which names no place in a registry. */
export function isIdOrDigest(reference: string): boolean {
  return reference.includes("@") || /^(sha256:)?[0-9a-f]{64}$/.test(reference);
}

/** The name under which Docker Hub's login is kept. */
const dockerHub = "https://index.docker.io/v1/";

/** The registry of an image reference, as logins are kept under it. */
export function registryOf(reference: string): string {
  const first = reference.split("/")[0] ?? "";
  const isHost = reference.includes("/") && (/[.:]/.test(first) || first === "localhost");
  return !isHost || first === "docker.io" ? dockerHub : first;
}

/** The registry an image's name begins with, as it is written after `docker login`; undefined for Docker Hub. */
export function registryHost(reference: string): string | undefined {
  const registry = registryOf(reference);
  return registry === dockerHub ? undefined : registry;
}
