/**
 * The files of a container on another machine: put there before it starts, made the same on both sides when somebody asks, and
 * fetched when it has ended. One thing at a time.
 */
import { lstat, readlink } from "node:fs/promises";
import { join } from "node:path";
import type { Engine, FoundEntry, PlacedEntry, TreeEntry } from "../engine/engine.ts";
import { wordsOf } from "../error-with-facts.ts";
import { type CarriedFolder, ownershipOf } from "./carried-folder.ts";
import { treeHere, type TreeHere } from "./tree-here.ts";
import { removeThere, treesThere } from "./tree-there.ts";
import { hasChangedHere, planSync } from "./plan-sync.ts";
import { archivedStamp, decide, isBelow, type Known, stampInArchive, stampOf } from "./tree.ts";
import { type Owner, removeHere, writeHere } from "./write-here.ts";
import { bytesOf, inWords, limitsFor, refuseTooMuch } from "./what-stays.ts";

export interface CarriedFilesOptions {
  readonly folders: readonly CarriedFolder[];
  /** "uid:gid" of the container's user; undefined for the image's own. */
  readonly user: string | undefined;
  /** The Node in the container. */
  readonly node: string;
}

interface Side {
  readonly folder: CarriedFolder;
  /** By path, as it was when both sides were last the same. */
  readonly known: Map<string, Known>;
}

/** At once, of files that are fetched. */
const fetchedAtOnce = 4;
/** Bytes of a folder that are fetched to be sure. */
const travelsAgain = 64_000_000;
const nothingHere: TreeHere = { entries: new Map(), skipped: [] };

export class CarriedFiles {
  readonly #engine: Engine;
  readonly #options: CarriedFilesOptions;
  readonly #sides: readonly Side[];
  readonly #told = new Set<string>();
  #container = "";
  #last: Promise<unknown> = Promise.resolve();

  constructor(engine: Engine, options: CarriedFilesOptions) {
    this.#engine = engine;
    this.#options = options;
    this.#sides = options.folders.map((folder) => ({ folder, known: new Map() }));
  }

  /**
   * Puts everything into a container that has not started. Gives what stays here, in sentences. Rejects with an `EngineError`, or a
   * `HostError` where it is too much.
   */
  put(containerId: string): Promise<readonly string[]> {
    this.#container = containerId;
    return this.#next(async () => {
      const here = await this.#treesHere();
      for (const [at, { folder }] of this.#sides.entries()) refuseTooMuch(folder, here[at]);
      return await this.#send(here, () => true);
    });
  }

  /** Sends what has changed here. Gives what the user should know, in sentences. */
  send(): Promise<readonly string[]> {
    return this.#next(async () => {
      const here = await this.#treesHere();
      const hasChanged = this.#sides.some(({ known }, at) => hasChangedHere(known, here[at] ?? nothingHere));
      return hasChanged ? this.#bothWays(here) : [];
    });
  }

  /** Makes both sides the same; what changed on both stays as it is here. Gives what the user should know, in sentences. */
  sync(): Promise<readonly string[]> {
    return this.#next(async () => this.#bothWays(await this.#treesHere()));
  }

  /**
   * Fetches what a container that has ended has changed since. Gives what the user should know, in sentences.
   *
   * @param isSynced it was asked to end right after both sides had been made the same: what has the same second and size is the same,
   * and a large folder does not travel once more.
   */
  fetchEnded(isSynced = false): Promise<readonly string[]> {
    return this.#next(async () => {
      const notes: string[] = [];
      for (const side of this.#sides) {
        if (side.folder.readOnly) continue;
        const here = await treeHere(side.folder.source, limitsFor(side.folder));
        if (!isSynced || bytesOf(here) < travelsAgain)
          notes.push(...(await this.#fetchAll(side, here, isSynced)));
      }
      return notes;
    });
  }

  #treesHere(): Promise<readonly TreeHere[]> {
    return Promise.all(this.#sides.map(({ folder }) => treeHere(folder.source, limitsFor(folder))));
  }

  async #bothWays(here: readonly TreeHere[]): Promise<readonly string[]> {
    const { node, folders } = this.#options;
    const there = await treesThere(this.#engine, this.#container, node, folders);
    const plans = this.#sides.map(({ folder, known }, at) =>
      planSync(known, here[at] ?? nothingHere, there[at] ?? new Map(), folder.readOnly),
    );
    const each = this.#sides.flatMap((side, at) => {
      const plan = plans[at];
      return plan === undefined ? [] : [{ side, plan }];
    });
    const notes = each.flatMap(({ side: { folder }, plan }) =>
      plan.conflicts.map((path) => conflictOf(folder, path)),
    );
    const leaving = each.flatMap(({ side: { folder }, plan }) =>
      plan.removeThere.map(({ path, kind }) => [placeThere(folder, path), kind] as const),
    );
    await removeThere(this.#engine, this.#container, node, leaving);
    for (const { side, plan } of each) {
      for (const { path } of plan.removeThere) side.known.delete(path);
      for (const [path, same] of plan.same) {
        if (same === undefined) side.known.delete(path);
        else side.known.set(path, same);
      }
    }
    notes.push(...(await this.#send(here, (at, path) => plans[at]?.send.has(path) === true)));
    const fetches = each.flatMap(({ side, plan }) =>
      plan.fetch.map((entry) => () => this.#fetchOne(side, entry, notes)),
    );
    await inTurns(fetches, fetchedAtOnce);
    for (const { side, plan } of each)
      // What lies in a folder goes before it.
      for (const { path, kind } of plan.removeHere.toReversed()) {
        await removeHere(placeHere(side.folder, path), kind);
        side.known.delete(path);
      }
    return notes;
  }

  /** Sends some of what is here; what stays here is told once. */
  async #send(
    here: readonly TreeHere[],
    isWanted: (at: number, path: string) => boolean,
  ): Promise<readonly string[]> {
    const entries: PlacedEntry[] = [];
    const noted: (() => void)[] = [];
    const notes: string[] = [];
    for (const [at, { folder, known }] of this.#sides.entries()) {
      const tree = here[at];
      if (tree === undefined) continue;
      for (const entry of tree.entries.values()) {
        if (!isWanted(at, entry.path)) continue;
        entries.push(await this.#placed(folder, entry));
        noted.push(() => known.set(entry.path, { here: stampOf(entry), there: archivedStamp(entry) }));
      }
      for (const sentence of inWords(folder, tree.skipped))
        if (!this.#told.has(sentence)) notes.push(sentence);
    }
    if (entries.length > 0) await this.#engine.putTree(this.#container, entries);
    for (const note of noted) note();
    for (const note of notes) this.#told.add(note);
    return notes;
  }

  async #placed(folder: CarriedFolder, entry: TreeEntry): Promise<PlacedEntry> {
    const source = placeHere(folder, entry.path);
    const { access } = folder;
    const ownership =
      access === "same"
        ? { ...(await ownerOf(source)), mode: entry.mode }
        : ownershipOf(entry, access, this.#options.user);
    return { ...entry, ...ownership, path: placeThere(folder, entry.path), source };
  }

  /** One entry of a running container. One that changes right now comes the next time. */
  async #fetchOne({ folder, known }: Side, wanted: TreeEntry, notes: string[]): Promise<void> {
    const { path } = wanted;
    const there = stampOf(wanted);
    try {
      for await (const found of this.#engine.getTree(this.#container, placeThere(folder, path))) {
        if (found.path !== "" || found.kind !== wanted.kind) continue;
        await this.#write(folder, { ...found, path });
        known.set(path, { here: await stampHere(placeHere(folder, path)), there });
        if (wanted.kind === "folder") break;
      }
    } catch (error) {
      notes.push(unfetched(folder, path, error));
    }
  }

  /** All of a folder travels: who asks a container that has ended for its entries gets them in no other way. */
  async #fetchAll({ folder, known }: Side, here: TreeHere, isSynced: boolean): Promise<readonly string[]> {
    const notes: string[] = [];
    const skipped = here.skipped.map(({ path }) => path);
    const seen = new Set<string>();
    const linked: TreeEntry[] = [];
    for await (const found of this.#engine.getTree(this.#container, folder.target)) {
      const { path } = found;
      seen.add(path);
      if (isBelow(path, [...skipped, ...folder.covered]) || isLeftOut(path, folder)) continue;
      const before = known.get(path);
      const own = here.entries.get(path);
      const ownStamp = own && stampOf(own);
      const isSure = isSynced || ownStamp !== before?.here;
      const decision = decide(before, ownStamp, stampInArchive(found, before, isSure), false);
      if (decision === "conflict") notes.push(conflictOf(folder, path));
      if (decision !== "fetch") continue;
      if (found.sameAs !== undefined) linked.push(found);
      else
        await this.#write(folder, found).catch((error: unknown) => {
          notes.push(unfetched(folder, path, error));
        });
    }
    for (const found of linked) await this.#fetchOne({ folder, known }, found, notes);
    for (const [path, before] of [...known].reverse()) {
      const own = here.entries.get(path);
      if (path === "" || seen.has(path) || own === undefined || isBelow(path, skipped)) continue;
      if (decide(before, stampOf(own), undefined, false) === "remove-here")
        await removeHere(placeHere(folder, path), own.kind);
    }
    return notes;
  }

  #write(folder: CarriedFolder, entry: FoundEntry): Promise<void> {
    return writeHere(placeHere(folder, entry.path), entry, this.#owner());
  }

  /** Only root may give files away, and then they are the user's, as from a container of this machine. */
  #owner(): Owner | undefined {
    const [uid, gid] = (this.#options.user ?? "").split(":").map(Number);
    if (process.getuid?.() !== 0 || uid === undefined || gid === undefined) return undefined;
    return { uid, gid };
  }

  #next<Result>(work: () => Promise<Result>): Promise<Result> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }
}

function isLeftOut(path: string, { without }: CarriedFolder): boolean {
  return path.split("/").some((name) => without.includes(name));
}

async function stampHere(place: string): Promise<string | undefined> {
  const stats = await lstat(place).catch(() => undefined);
  if (stats === undefined) return undefined;
  const kind = stats.isDirectory() ? "folder" : stats.isSymbolicLink() ? "link" : "file";
  const link = kind === "link" ? await readlink(place) : undefined;
  return stampOf({ path: "", kind, size: stats.size, modified: stats.mtimeMs, mode: 0, link });
}

async function ownerOf(place: string): Promise<Owner> {
  const { uid, gid } = await lstat(place);
  return { uid, gid };
}

const placeThere = ({ target }: CarriedFolder, path: string): string =>
  path === "" ? target : `${target}/${path}`;
const placeHere = ({ source }: CarriedFolder, path: string): string =>
  path === "" ? source : join(source, path);

function conflictOf(folder: CarriedFolder, path: string): string {
  return `${placeHere(folder, path)} has been changed here and in the container: it stays as it is here.`;
}

function unfetched(folder: CarriedFolder, path: string, error: unknown): string {
  return `${placeHere(folder, path)} could not be fetched from the container: ${wordsOf(error)}.`;
}

/** Runs all of them, so many at once. */
async function inTurns(works: readonly (() => Promise<void>)[], atOnce: number): Promise<void> {
  const left = [...works];
  const turn = async (): Promise<void> => {
    for (let work = left.shift(); work !== undefined; work = left.shift()) await work();
  };
  await Promise.all(Array.from({ length: atOnce }, turn));
}
