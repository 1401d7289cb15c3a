/** The labels on everything a kernel makes in the engine, so that whoever comes later knows what belongs to it. */
import { hostname } from "node:os";
import type { ContainerSummary } from "../../engine/engine.ts";

/** Kernel id; on the kernel's container, its services and its network. */
export const kernelLabel = "pipenb.kernel";
const roleLabel = "pipenb.role";
/** Absolute path of the notebook; on everything that was made for it. */
export const notebookLabel = "pipenb.notebook";
const startedLabel = "pipenb.started";
const ownerLabel = "pipenb.owner";

/** What a kernel's container is called. */
export const containerNameOf = (id: string): string => `pipenb-kernel-${id}`;

/** Name of the network that a kernel shares with its services; a run of an image beside services has one in the same manner. */
export const networkNameOf = (id: string): string => `pipenb-${id}`;

/** A "types" container is never started: files are taken out of it. */
type Role = "kernel" | "service" | "network" | "types";
export type Labels = Readonly<Record<string, string>>;

/** The labels of one kernel's things, by what they are. */
export type LabelsFor = (role: Role) => Labels;

/** Labels for a kernel that this process starts now. */
export function labelsOf(id: string, notebookPath: string): LabelsFor {
  const shared = {
    [kernelLabel]: id,
    [notebookLabel]: notebookPath,
    [startedLabel]: String(Math.floor(Date.now() / 1000)),
    [ownerLabel]: `${hostname()}:${process.pid}`,
  };
  return (role) => ({ ...shared, [roleLabel]: role });
}

/** What the labels say. */
export interface Labelled {
  readonly id: string;
  readonly role: string;
  readonly notebookPath: string;
  /** Seconds since the epoch. */
  readonly started: number;
  /** Name of the machine of who started it. */
  readonly machine: string;
  /** Process that started it, where that is one of this machine. */
  readonly ownerPid: number | undefined;
  /** Somebody on another machine, with whom this one shares the engine, started it. */
  readonly isForeign: boolean;
}

/** Reads them back. */
export function readLabels(labels: ContainerSummary["labels"]): Labelled {
  const [machine = "", pid] = (labels[ownerLabel] ?? "").split(":");
  return {
    id: labels[kernelLabel] ?? "",
    role: labels[roleLabel] ?? "",
    notebookPath: labels[notebookLabel] ?? "",
    started: Number(labels[startedLabel] ?? 0),
    machine,
    ownerPid: machine === hostname() ? Number(pid) : undefined,
    isForeign: machine !== "" && machine !== hostname(),
  };
}
