/** What `image.memory` and `image.cpus` of the front matter are to a container engine. */
import type { FrontMatter } from "../../notebook/front-matter.ts";
import { memoryBytes } from "../../notebook/memory-bytes.ts";

/** How much of the machine a container may take; what is absent has no limit of its own. */
export interface Limits {
  /** Bytes. */
  readonly memory?: number;
  /** Processors; half of one is 0.5. */
  readonly cpus?: number;
}

/** The limits of a notebook's kernel and pipeline. */
export function limitsOf({ image: { memory, cpus } }: FrontMatter): Limits {
  return {
    ...(memory === undefined ? {} : { memory: memoryBytes(memory) }),
    ...(cpus === undefined ? {} : { cpus }),
  };
}

/** The same as options of `docker run`. */
export function limitOptions({ memory, cpus }: Limits): readonly string[] {
  return [
    ...(memory === undefined ? [] : ["--memory", dockerSize(memory)]),
    ...(cpus === undefined ? [] : ["--cpus", String(cpus)]),
  ];
}

/** The same as options of `docker service create`, which keeps so much free for it too. */
export function limitsAsServiceOptions({ memory, cpus }: Limits): readonly (readonly string[])[] {
  return [
    ...(memory === undefined
      ? []
      : [["--limit-memory", dockerSize(memory), "--reserve-memory", dockerSize(memory)]]),
    ...(cpus === undefined ? [] : [["--limit-cpu", String(cpus), "--reserve-cpu", String(cpus)]]),
  ];
}

/** As Docker and Compose write it: the largest unit that keeps it whole. */
export function dockerSize(bytes: number): string {
  for (const [unit, size] of [
    ["g", 1024 ** 3],
    ["m", 1024 ** 2],
    ["k", 1024],
  ] as const)
    if (bytes % size === 0) return `${bytes / size}${unit}`;
  return `${bytes}b`;
}

/** What to do where memory has run out, as a sentence. */
export function moreMemory({ image: { memory } }: FrontMatter): string {
  return memory === undefined
    ? "Work on less data at a time, or name more with image.memory in the front matter, if the engine has it."
    : `Work on less data at a time, or raise image.memory in the front matter: it is ${memory}.`;
}
