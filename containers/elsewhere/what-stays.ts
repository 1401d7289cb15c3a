/** What is not carried to another machine, and how that is told. Pure. */
import { bytes } from "../figures/bytes.ts";
import { HostError } from "../hosts/host-error.ts";
import type { CarriedFolder } from "./carried-folder.ts";
import type { Skipped, TreeHere, TreeLimits } from "./tree-here.ts";
import { join } from "node:path";

/** Of a notebook's folder, which nobody chose file by file. */
const largestBeside = 100_000_000;
const mostBytes = 2_000_000_000;
const mostEntries = 20_000;

/** What is looked at of a folder. */
export function limitsFor({ without, covered }: CarriedFolder): TreeLimits {
  const isNotebookFolder = without.length > 0;
  return { without, covered, entries: mostEntries, ...(isNotebookFolder ? { largest: largestBeside } : {}) };
}

/** Throws a `HostError` where a folder has more than can be carried before a kernel starts. */
export function refuseTooMuch({ source }: CarriedFolder, tree: TreeHere | undefined): void {
  if (tree === undefined) return;
  const size = bytesOf(tree);
  if (size > mostBytes || tree.entries.size > mostEntries)
    throw new HostError({
      code: "too-much",
      folder: source,
      ...(size > mostBytes ? { bytes: size } : { entries: mostEntries }),
    });
}

/** Of all files together. */
export function bytesOf({ entries }: TreeHere): number {
  return [...entries.values()].reduce((sum, { size }) => sum + size, 0);
}

const named = 3;

/** A sentence for each reason for which something stays here. */
export function inWords({ source }: CarriedFolder, skipped: readonly Skipped[]): readonly string[] {
  const sentences: Readonly<Record<Skipped["why"], (files: string) => string>> = {
    large: (files) =>
      `Not sent to the engine's machine, as they are larger than ${bytes(largestBeside)}: ${files}. What cells need of them, mounts in the front matter bring.`,
    special: (files) => `Not sent to the engine's machine, as they are neither files nor folders: ${files}.`,
    unreadable: (files) => `Not sent to the engine's machine, as they cannot be read: ${files}.`,
  };
  return (["large", "special", "unreadable"] as const).flatMap((why) => {
    const those = skipped.filter((each) => each.why === why);
    if (those.length === 0) return [];
    const shown = those
      .slice(0, named)
      .map(({ path, size }) => `${join(source, path)}${size === undefined ? "" : ` (${bytes(size)})`}`);
    const more = those.length > named ? [`${those.length - named} more`] : [];
    return [sentences[why]([...shown, ...more].join(", "))];
  });
}
