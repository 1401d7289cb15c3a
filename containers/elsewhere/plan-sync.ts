/** What makes a folder here and its copy in a container the same again. Pure. */
import type { TreeEntry } from "../engine/engine.ts";
import type { TreeHere } from "./tree-here.ts";
import { decide, isBelow, type Known, type Stamp, stampOf } from "./tree.ts";

/** An entry that is to be deleted on one side. */
interface Leaving {
  readonly path: string;
  readonly kind: TreeEntry["kind"];
}

export interface SyncPlan {
  /** Paths of what changed on both sides. */
  readonly conflicts: readonly string[];
  readonly send: ReadonlySet<string>;
  readonly fetch: readonly TreeEntry[];
  readonly removeHere: readonly Leaving[];
  readonly removeThere: readonly Leaving[];
  /** What is the same now, to be remembered; undefined for what is nowhere any more. */
  readonly same: ReadonlyMap<string, Known | undefined>;
}

/** @param known what the entries were when both sides were last the same */
export function planSync(
  known: ReadonlyMap<string, Known>,
  here: TreeHere,
  there: ReadonlyMap<string, TreeEntry>,
  readOnly: boolean,
): SyncPlan {
  const plan = {
    conflicts: [] as string[],
    send: new Set<string>(),
    fetch: [] as TreeEntry[],
    removeHere: [] as Leaving[],
    removeThere: [] as Leaving[],
    same: new Map<string, Known | undefined>(),
  };
  const skipped = here.skipped.map(({ path }) => path);
  for (const path of new Set([...known.keys(), ...here.entries.keys(), ...there.keys()])) {
    if (isBelow(path, skipped)) continue;
    const [own, other] = [here.entries.get(path), there.get(path)];
    const [ownStamp, otherStamp] = [own && stampOf(own), other && stampOf(other)];
    const before = known.get(path);
    // The folder itself stays, as a mounted one would.
    if (path === "" && before !== undefined && (own === undefined || other === undefined)) continue;
    switch (decide(before, ownStamp, otherStamp, readOnly)) {
      case "conflict":
        plan.conflicts.push(path);
        plan.send.add(path);
        break;
      case "send":
        plan.send.add(path);
        break;
      case "fetch":
        if (other !== undefined) plan.fetch.push(other);
        break;
      case "remove-there":
        plan.removeThere.push({ path, kind: kindIn(before?.there) });
        break;
      case "remove-here":
        plan.removeHere.push({ path, kind: kindIn(before?.here) });
        break;
      case "nothing":
        if (ownStamp === undefined && otherStamp === undefined) plan.same.set(path, undefined);
        else if (!readOnly) plan.same.set(path, { here: ownStamp, there: otherStamp });
        break;
    }
  }
  return plan;
}

/** Whether something here is not as it was. */
export function hasChangedHere(known: ReadonlyMap<string, Known>, here: TreeHere): boolean {
  const skipped = here.skipped.map(({ path }) => path);
  for (const [path, entry] of here.entries) if (known.get(path)?.here !== stampOf(entry)) return true;
  for (const [path, before] of known)
    if (before.here !== undefined && !here.entries.has(path) && !isBelow(path, skipped)) return true;
  return false;
}

function kindIn(stamp: Stamp | undefined): TreeEntry["kind"] {
  if (stamp === "folder") return "folder";
  return stamp?.startsWith("link ") === true ? "link" : "file";
}
