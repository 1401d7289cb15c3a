/** What a Job's pods read beside their image: the units as a ConfigMap, and secrets. Both go when the Job goes. Pure. */
import type { ParameterValues } from "../../notebook/parameters/parameter.ts";
import type { Batch } from "../batch/batch-engine.ts";
import { recordData } from "./batch-record.ts";
import type { KubernetesObject } from "./pod.ts";

/** The Job, once it is there. */
export interface Owner {
  readonly name: string;
  readonly uid: string;
}

interface Belonging {
  readonly labels: Readonly<Record<string, string>>;
  readonly owner?: Owner | undefined;
}

export function listManifest(
  batch: Batch,
  {
    image,
    parameters,
    ...belonging
  }: Belonging & { readonly image: string; readonly parameters: ParameterValues },
): KubernetesObject {
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: metadata(batch.name, belonging),
    immutable: true,
    data: { ...recordData(batch, { image, parameters }) },
  };
}

export function secretManifest(
  name: string,
  {
    secrets,
    ...belonging
  }: Belonging & { readonly secrets: readonly (readonly [name: string, content: Uint8Array])[] },
): KubernetesObject {
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: metadata(name, belonging),
    immutable: true,
    type: "Opaque",
    data: Object.fromEntries(
      secrets.map(([each, content]) => [each, Buffer.from(content).toString("base64")]),
    ),
  };
}

function metadata(name: string, { labels, owner }: Belonging): KubernetesObject {
  return {
    name,
    labels,
    ownerReferences:
      owner === undefined
        ? undefined
        : [{ apiVersion: "batch/v1", kind: "Job", name: owner.name, uid: owner.uid }],
  };
}
