/** What the list of kernels says about one. Free of the editor's API. */
import { basename } from "node:path";
import type { ContainerLoad } from "../../containers/engine/container-load.ts";
import type { KernelRecord } from "../../containers/hosts/kernel-host.ts";
import { ageOf } from "./age.ts";
import { loadSentence, loadWords } from "../kernel/load-words.ts";

export interface KernelRow {
  readonly label: string;
  readonly description: string;
  readonly tooltip: string;
  /** Name of an icon of the editor. */
  readonly icon: string;
}

/** The row of a kernel; `now` is in milliseconds since the epoch. */
export function kernelRow(kernel: KernelRecord, now: number, load?: ContainerLoad): KernelRow {
  const { id, host, notebookPath, image, started, state } = kernel;
  const age = ageOf(now - started * 1000);
  const where = image ?? "local process";
  return {
    label: basename(notebookPath),
    description:
      state === "dead"
        ? `ended — ${where}`
        : [...(load === undefined ? [] : [loadWords(load)]), where, age].join(", "),
    tooltip: [
      notebookPath,
      host === "container" ? `in a container of ${where}` : "in a local process",
      `started ${age} ago`,
      ...(load === undefined ? [] : [loadSentence(load)]),
      `kernel ${id}`,
      ...(state === "dead" ? ["It has ended and left something behind; stopping it tidies up."] : []),
    ].join("\n"),
    icon: state === "dead" ? "warning" : host === "container" ? "vm-running" : "server-process",
  };
}
