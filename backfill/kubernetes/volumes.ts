/** `--volume SOURCE:/path[:ro]`: what a cluster has to put at a path of the pipeline's container. Pure. */
import { splitMount } from "../../notebook/mounts.ts";
import type { Mount } from "../../containers/engine/engine.ts";
import { containerSecrets } from "../../pipeline/result/secret-folders.ts";
import { KubernetesError } from "./kubernetes-error.ts";

/** A secret as a file of this machine. */
export interface SecretFile {
  /** As in `/run/secrets/NAME`. */
  readonly name: string;
  readonly path: string;
}

/** A claim of a volume by its name, or on Docker a volume, or a folder of every node. */
export interface Volume {
  readonly source: string;
  readonly isClaim: boolean;
  /** Absolute. */
  readonly target: string;
  readonly readOnly: boolean;
}

export type ParsedVolume =
  | { readonly kind: "volume"; readonly volume: Volume }
  | { readonly kind: "wrong"; readonly sentence: string };

/** Where pipelines work in their image. */
const work = "/app/work";

export function parseVolume(text: string): ParsedVolume {
  const { source, target, mode } = splitMount(text) ?? {};
  const isClaim = source !== undefined && /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/.test(source);
  const isFolder = source?.startsWith("/") === true && !source.split("/").includes("..");
  if (source === undefined || target === undefined || !(isClaim || isFolder))
    return {
      kind: "wrong",
      sentence: `"${text}" is no volume. Write NAME:/path for a PersistentVolumeClaim or a volume of Docker, or /folder/there:/path; ":ro" behind it makes it read-only.`,
    };
  const absolute = target.startsWith("/") ? target : `${work}/${target.replace(/^\.\//, "")}`;
  return {
    kind: "volume",
    volume: { source, isClaim, target: absolute.replace(/(.)\/+$/, "$1"), readOnly: mode === "ro" },
  };
}

/** What a notebook's mounts and secrets are on a cluster. */
export interface Placed {
  readonly secrets: readonly SecretFile[];
  /** Paths where nothing may be written, because nobody would ever see it. */
  readonly barred: readonly string[];
}

const secretFolder = `${containerSecrets}/`;
const usualOutput = `${work}/data/output`;

/**
 * A folder of this machine is none of a cluster's: each must be a volume, but for secrets, which go along, and the usual place of results,
 * which many pipelines do not use. Throws a `KubernetesError`.
 */
export function placeMounts(mounts: readonly Mount[], volumes: readonly Volume[]): Placed {
  const isCovered = (target: string): boolean =>
    volumes.some((volume) => target === volume.target || target.startsWith(`${volume.target}/`));
  const secrets: SecretFile[] = [];
  const barred: string[] = [];
  for (const { source, target } of mounts) {
    if (target.startsWith(secretFolder))
      secrets.push({ name: target.slice(secretFolder.length), path: source });
    else if (isCovered(target)) continue;
    else if (target === usualOutput) barred.push(target);
    else throw new KubernetesError({ code: "no-folder", source, target });
  }
  return { secrets, barred };
}
