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
