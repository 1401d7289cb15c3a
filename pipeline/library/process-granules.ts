import { glob, stat } from "node:fs/promises";
import { basename, extname, resolve, sep } from "node:path";
import process from "node:process";
import { setImmediate } from "node:timers/promises";
import { failureExitCode } from "../../notebook/failure-exit-code.ts";
import { exitCodes } from "../../notebook/program/exit-codes.ts";
import { recordGranule } from "./digest.ts";
import { Ledger } from "./granule-ledger.ts";
import type { LedgerEntry } from "./granule-ledger.ts";
import { Progress, sentenceOf } from "./granule-progress.ts";
import type { GranuleCounts } from "./granule-progress.ts";
import { refuseInterrupted } from "./interrupted.ts";

/** One input file of a collection. */
export interface Granule {
  /** As the pattern has it, with `/` between its parts. */
  readonly path: string;
  /** Its last part, and that without its ending. */
  readonly name: string;
  readonly stem: string;
  readonly bytes: number;
}

/** How granules are gone through. */
export interface GranuleOptions {
  /** How many are worked on at a time; one after the other without it. */
  readonly concurrency?: number;
  /**
   * A file that keeps what became of each granule, from one run to the next: the next run goes on where one was stopped, and works on
   * nothing twice. Best beside the results, which it goes with. Results are kept in it as JSON.
   */
  readonly ledger?: string;
  /** What the results depend on besides the file, such as parameters: with other values the ledger counts for nothing. */
  readonly dependsOn?: unknown;
  /** Works on all of them again, whatever the ledger says. */
  readonly again?: boolean;
}

/** What a handler gives for a granule that has no result. */
export interface Skipped {
  readonly skipped: string;
}

/** What became of one granule. */
export interface GranuleOutcome<Result> {
  readonly granule: string;
  readonly status: "done" | "skipped" | "quarantined" | "again";
  /** Why it has no result. */
  readonly reason: string | null;
  readonly result: Result | null;
}

/** One row for each granule, in the order of their paths; shows as a table. */
export interface GranuleSummary<Result> extends ReadonlyArray<GranuleOutcome<Result>> {
  readonly counts: GranuleCounts;
}

const skips = new WeakSet();

/**
 * For a handler to return: the granule has no result, and that is right.
 *
 * ```ts
 * if (rows.length === 0) return skip("no rows");
 * ```
 */
export function skip(reason: string): Skipped {
  const skipped = { skipped: reason };
  skips.add(skipped);
  return skipped;
}

/**
 * Works on each file of a collection once. One that fails is put in quarantine with its reason and does not stop the others. With a ledger,
 * a run that was stopped, or killed, goes on where it was.
 *
 * ```ts
 * const summary = await processGranules(
 *   "data/input/*.csv",
 *   async (granule) => {
 *     const orders = pl.readCSV(granule.path);
 *     if (orders.height === 0) return skip("no orders");
 *     await writeWhole(`data/output/${granule.stem}.parquet`, (path) => orders.writeParquet(path));
 *     return { orders: orders.height };
 *   },
 *   { concurrency: 4, ledger: "data/output/granules.jsonl" },
 * );
 * ```
 *
 * What a handler throws decides: with the exit code 42 (this input can never succeed) the granule is not tried again until its
 * file changes; with 75, or where the network failed, another run tries it, which the error at the end asks for by the exit code 75; anything
 * else is a quarantine that the next run tries again, as the mistake may be the handler's. When no granule at all has come
 * through, that is an error too.
 *
 * @param pattern of paths, such as `data/input/*.csv`, or several
 * @param handler makes the result of one granule. It may be called again for one whose run was killed: write what it makes by `writeWhole`.
 */
export async function processGranules<Returned>(
  pattern: string | readonly string[],
  handler: (granule: Granule) => Returned,
  options: GranuleOptions = {},
): Promise<GranuleSummary<Exclude<Awaited<Returned>, Skipped>>> {
  const { concurrency = 1, dependsOn, again = false } = options;
  if (!(concurrency >= 1)) throw new RangeError(`concurrency is a number from 1, not ${concurrency}.`);
  const given = dependsOn === undefined ? {} : { given: JSON.stringify(dependsOn) };
  const ledger = options.ledger === undefined ? undefined : await Ledger.open(options.ledger);
  const outcomes = new Map<string, LedgerEntry>();
  let isWhole = false;
  try {
    const files = await filesOf(pattern, options.ledger);
    const known = (file: GranuleFile): LedgerEntry | undefined => {
      const entry = again ? undefined : ledger?.find(file.path);
      if (entry === undefined || !isFinal(entry)) return undefined;
      const { bytes, modified } = file;
      const isSame = entry.bytes === bytes && entry.modified === modified && entry.given === given.given;
      return isSame ? entry : undefined;
    };
    for (const file of files) {
      const entry = known(file);
      if (entry === undefined) continue;
      outcomes.set(file.path, entry);
      recordGranule(file);
    }
    const progress = new Progress();
    const counts = countsOf(files.length, outcomes.values());
    await inTurn(
      files.filter(({ path }) => !outcomes.has(path)),
      concurrency,
      async ({ modified, ...granule }) => {
        const became = await outcomeOf(granule, handler, ledger !== undefined);
        const entry = { granule: granule.path, bytes: granule.bytes, modified, ...given, ...became };
        await ledger?.add(entry);
        outcomes.set(granule.path, entry);
        recordGranule(granule);
        counts[entry.status] += 1;
        progress.step(counts);
      },
    );
    isWhole = true;
    if (files.length === 0) process.stdout.write(`No granule matches ${[pattern].flat().join(", ")}.\n`);
    else progress.end(counts);
    // SAFETY: results are the handler's; those of the ledger are what JSON made of them.
    const rows = files.flatMap(({ path }) => rowOf(outcomes.get(path))) as GranuleOutcome<
      Exclude<Awaited<Returned>, Skipped>
    >[];
    const summary = Object.defineProperty(rows, "counts", { value: counts }) as typeof rows & {
      readonly counts: GranuleCounts;
    };
    refuseFailed(summary, [...outcomes.values()]);
    return summary;
  } finally {
    await ledger?.close(isWhole);
  }
}

interface GranuleFile extends Granule {
  readonly modified: number;
}

/** What `writeWhole` has not finished yet is no input, nor is the ledger. */
const unfinished = /(?:^|\/)\.[^/]+\.part\d*(?:\/|$)/;

/** Files alone, each once, in the order of their paths. */
async function filesOf(
  pattern: string | readonly string[],
  ledger: string | undefined,
): Promise<GranuleFile[]> {
  const paths = new Set<string>();
  for await (const found of glob(pattern)) {
    const path = found.split(sep).join("/");
    if (!unfinished.test(path) && (ledger === undefined || resolve(path) !== resolve(ledger)))
      paths.add(path);
  }
  const files = [...paths].sort().map(async (path): Promise<GranuleFile[]> => {
    // One that is gone meanwhile is none.
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile() !== true) return [];
    const name = basename(path);
    const stem = name.slice(0, name.length - extname(name).length);
    return [{ path, name, stem, bytes: found.size, modified: Math.round(found.mtimeMs) }];
  });
  return (await Promise.all(files)).flat();
}

/** Whether the granule is not to be tried again as long as its file is the same. */
function isFinal({ status, never = false }: LedgerEntry): boolean {
  return status === "done" || status === "skipped" || (status === "quarantined" && never);
}

type Became = Pick<LedgerEntry, "status" | "reason" | "never" | "result">;

async function outcomeOf(
  granule: Granule,
  handler: (granule: Granule) => unknown,
  isKept: boolean,
): Promise<Became> {
  try {
    const result = await handler(granule);
    if (typeof result === "object" && result !== null && skips.has(result))
      // SAFETY: made by skip().
      return { status: "skipped", reason: (result as Skipped).skipped };
    // The same whether it comes from this run or from an earlier one.
    return { status: "done", result: isKept ? kept(result) : result };
  } catch (error) {
    refuseToGoOn(error);
    const code = failureExitCode(error);
    if (code === exitCodes.transient) return { status: "again", reason: reasonOf(error) };
    return {
      status: "quarantined",
      reason: reasonOf(error),
      ...(code === exitCodes.never ? { never: true } : {}),
    };
  }
}

/** Results that JSON cannot hold are the handler's mistake. */
function kept(result: unknown): unknown {
  // SAFETY: stringify gives undefined for undefined and functions, which its type leaves out.
  const json = JSON.stringify(result) as string | undefined;
  return json === undefined ? undefined : JSON.parse(json);
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.name === "Error" ? error.message : `${error.name}: ${error.message}`;
}

/** Failures of the machine, which every other granule would meet too. */
const ofMachine: ReadonlySet<unknown> = new Set(["EDQUOT", "EMFILE", "ENFILE", "ENOMEM", "ENOSPC", "EROFS"]);

/** Throws what ends the whole run: such a failure, or that the cell was interrupted. */
function refuseToGoOn(error: unknown): void {
  refuseInterrupted();
  if (error instanceof Error && "code" in error && ofMachine.has(error.code)) throw error;
}

/** So many at a time, in their order. After an error no other is begun; it is thrown when those that were have ended. */
async function inTurn<Item>(
  items: readonly Item[],
  concurrency: number,
  act: (item: Item) => Promise<void>,
): Promise<void> {
  const left = items.values();
  let failure: { readonly error: unknown } | undefined;
  const worker = async (): Promise<void> => {
    for (const item of left) {
      // Handlers that wait for nothing shall not keep signals and displays waiting.
      await setImmediate();
      if (failure !== undefined) return;
      try {
        refuseInterrupted();
        await act(item);
      } catch (error) {
        failure ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, worker));
  if (failure !== undefined) throw failure.error;
}

type MutableCounts = { -readonly [Key in keyof GranuleCounts]: GranuleCounts[Key] };

function countsOf(granules: number, entries: Iterable<LedgerEntry>): MutableCounts {
  const counts = { granules, done: 0, skipped: 0, quarantined: 0, again: 0 };
  for (const { status } of entries) counts[status] += 1;
  return counts;
}

function rowOf(entry: LedgerEntry | undefined): readonly GranuleOutcome<unknown>[] {
  if (entry === undefined) return [];
  const { granule, status, reason, result } = entry;
  return [{ granule, status, reason: reason ?? null, result: result ?? null }];
}

/** An error where a run has to come back, or where nothing has come through. It has the summary with it. */
function refuseFailed(summary: GranuleSummary<unknown>, entries: readonly LedgerEntry[]): void {
  const { again, quarantined, done, skipped } = summary.counts;
  const about = (status: string): string => {
    const first = summary.find((row) => row.status === status);
    return first === undefined ? "" : ` The first, ${first.granule}: ${first.reason ?? ""}`;
  };
  const fail = (message: string, code: number): never => {
    const error = Object.assign(new Error(message), { exitCode: code });
    throw Object.defineProperty(error, "summary", { value: summary });
  };
  if (again > 0)
    fail(
      `${sentenceOf(summary.counts)} Run it again for those that failed for now.${about("again")}`,
      exitCodes.transient,
    );
  if (quarantined === 0 || done + skipped > 0) return;
  const isNever = entries.every(({ never }) => never === true);
  fail(`No granule has come through.${about("quarantined")}`, isNever ? exitCodes.never : exitCodes.failed);
}
