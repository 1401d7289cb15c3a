/**
 * What is known of granules from one run to the next: lines of JSON, appended and on the disk before a granule counts as done, so
 * that a run that is killed at any moment goes on where it was.
 */
import { mkdir, open, readFile } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { writeWhole } from "./write-whole.ts";

/** What became of a granule. */
export interface LedgerEntry {
  readonly granule: string;
  /** By these two a file is known again; a copy that keeps its times is the same. */
  readonly bytes: number;
  readonly modified: number;
  /** Of `dependsOn`, as JSON. */
  readonly given?: string;
  readonly status: "done" | "skipped" | "quarantined" | "again";
  readonly reason?: string;
  /** Whether another try can never succeed. */
  readonly never?: boolean;
  readonly result?: unknown;
}

const heading = JSON.stringify({ pipenb: "granules", version: 1 });

/** A ledger that is open for one run. */
export class Ledger {
  readonly #path: string;
  readonly #file: FileHandle;
  /** The newest of each granule. */
  readonly #entries: Map<string, LedgerEntry>;
  #isTidy: boolean;
  #waiting: string[] = [];
  #writing: Promise<void> | undefined;

  private constructor(path: string, file: FileHandle, { entries, isTidy }: Read) {
    this.#path = path;
    this.#file = file;
    this.#entries = entries;
    this.#isTidy = isTidy;
  }

  /** Refuses a file that is something else. */
  static async open(path: string): Promise<Ledger> {
    await mkdir(dirname(resolve(path)), { recursive: true });
    const text = await readFile(path, "utf8").catch((error: unknown) => {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
      throw error;
    });
    const read = readLines(path, text);
    const file = await open(path, "a");
    const ledger = new Ledger(path, file, read);
    // What was being written when a run was killed gets a line of its own, which says nothing.
    if (text === "" || read.isCut) await ledger.#write(text === "" ? `${heading}\n` : "\n");
    return ledger;
  }

  find(granule: string): LedgerEntry | undefined {
    return this.#entries.get(granule);
  }

  /** Resolves when it is on the disk. What comes while others are written goes with the next. */
  async add(entry: LedgerEntry): Promise<void> {
    this.#entries.set(entry.granule, entry);
    this.#isTidy = false;
    this.#waiting.push(`${JSON.stringify(entry)}\n`);
    while (this.#writing !== undefined) await this.#writing;
    if (this.#waiting.length === 0) return;
    const lines = this.#waiting.splice(0).join("");
    this.#writing = this.#write(lines).finally(() => {
      this.#writing = undefined;
    });
    await this.#writing;
  }

  /** `isWhole`: the run has come to its end, and one line a granule is left, in their order, whoever was done first. */
  async close(isWhole: boolean): Promise<void> {
    await this.#writing;
    await this.#file.close();
    if (!isWhole || this.#isTidy) return;
    const sorted = [...this.#entries].sort(([a], [b]) => (a < b ? -1 : 1));
    await writeWhole(
      this.#path,
      [heading, ...sorted.map(([, entry]) => JSON.stringify(entry)), ""].join("\n"),
    );
  }

  async #write(text: string): Promise<void> {
    await this.#file.writeFile(text);
    await this.#file.datasync();
  }
}

interface Read {
  readonly entries: Map<string, LedgerEntry>;
  /** Whether it is as a run leaves it that came to its end. */
  readonly isTidy: boolean;
  /** Whether the last line has no end. */
  readonly isCut: boolean;
}

function readLines(path: string, text: string): Read {
  const [first = "", ...lines] = text.split("\n");
  const isCut = text !== "" && !text.endsWith("\n");
  if (text !== "" && first !== heading && !(isCut && heading.startsWith(text)))
    throw new Error(
      `${path} is no ledger of granules. Give the ledger a path of its own, such as granules.jsonl.`,
    );
  const entries = new Map<string, LedgerEntry>();
  for (const line of lines) {
    const entry = entryOf(line);
    if (entry !== undefined) entries.set(entry.granule, entry);
  }
  return { entries, isTidy: text !== "" && !isCut && entries.size === lines.length - 1, isCut };
}

const statuses: ReadonlySet<unknown> = new Set(["done", "skipped", "quarantined", "again"]);

/** undefined for a line that was cut when a run was killed. */
function entryOf(line: string): LedgerEntry | undefined {
  try {
    const entry: unknown = JSON.parse(line);
    if (typeof entry !== "object" || entry === null) return undefined;
    if (!("granule" in entry && "bytes" in entry && "modified" in entry && "status" in entry))
      return undefined;
    if (typeof entry.granule !== "string" || !statuses.has(entry.status)) return undefined;
    // SAFETY: with these fields it is a line that this module has written whole.
    return entry as LedgerEntry;
  } catch {
    return undefined;
  }
}
