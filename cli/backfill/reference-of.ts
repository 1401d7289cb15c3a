import { pushAs } from "../../app/image/push-as.ts";
import type { Engine, ImageSummary } from "../../containers/engine/engine.ts";
import { splitReference } from "../../containers/engine/reference.ts";
import type { Terminal } from "../terminal/terminal.ts";

export interface ReferenceOptions {
  /** The image is pushed there first. */
  readonly registry: string | undefined;
  readonly engine: Engine;
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
}

/** `NAME@sha256:…`, which a cluster can pull; undefined where no registry is known to have the image. */
export async function referenceOf(
  what: string,
  { id, tags, digests }: ImageSummary,
  { registry, engine, terminal, signal }: ReferenceOptions,
): Promise<string | undefined> {
  if (registry === undefined) {
    const { repo } = splitReference(what.replace(/@.*$/, ""));
    return digests.find((digest) => digest.startsWith(`${repo}@`)) ?? digests[0];
  }
  const name = `${registry}:${id.replace("sha256:", "").slice(0, 12)}`;
  terminal.status(`pushing ${name}`);
  const { reference } = await pushAs(engine, id, name, { signal });
  terminal.done();
  // One name more for each build would keep them all.
  if (!tags.includes(name) && tags.length > 0) await engine.removeImage(name);
  return reference;
}
