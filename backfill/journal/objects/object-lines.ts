/**
 * The lines of a journal as objects, `lines/000000000001` and so on: they are written once and never removed, so who holds a number
 * knows what stands before it. Snapshots of many lines spare readers the objects of each.
 */
import { JournalError } from "../journal-error.ts";
import type { Bucket } from "./bucket.ts";
import { isHolderLine, lastHolder, type HolderId } from "./holders.ts";

const folders = { lines: "lines/", snapshots: "snapshots/" } as const;

const numbered = (folder: string, number: number): string => folder + String(number).padStart(12, "0");
const numberOf = (key: string): number => Number(key.slice(key.lastIndexOf("/") + 1));

/** Objects that are read at a time. */
const atATime = 16;
/** How often a list is asked for again in which a line is missing: it may have been written meanwhile. */
const mostGaps = 5;

export class ObjectLines {
  readonly #bucket: Bucket;
  #text = "";
  #count = 0;
  #snapshot = 0;
  #holder: HolderId | undefined;
  /** One thing after the other: what is written stands behind all that was read. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(bucket: Bucket) {
    this.#bucket = bucket;
  }

  /** As a file of them would be. */
  get text(): string {
    return this.#text;
  }

  get count(): number {
    return this.#count;
  }

  /** Lines behind the last snapshot. */
  get loose(): number {
    return this.#count - this.#snapshot;
  }

  /** The last one who has begun to write. */
  get holder(): HolderId | undefined {
    return this.#holder;
  }

  /** Takes in what has been written since. */
  read(): Promise<void> {
    return this.#inTurn(() => this.#read());
  }

  /**
   * Writes the next line, where nobody else has begun to write meanwhile; else false, and nothing is written.
   *
   * @param by the id of who writes: the answer to a request may be lost that was heard
   */
  write(line: string, by: string): Promise<boolean> {
    return this.#inTurn(() => this.#write(line, by));
  }

  /** For readers to come. What it says is settled, so whoever writes one writes the same. */
  writeSnapshot(): Promise<void> {
    return this.#inTurn(() => this.#writeSnapshot());
  }

  #inTurn<Result>(act: () => Promise<Result>): Promise<Result> {
    const acting = this.#last.then(act);
    this.#last = acting.catch(() => undefined);
    return acting;
  }

  async #write(line: string, by: string): Promise<boolean> {
    if (!isHolderLine(line) && this.#holder?.id !== by) return false;
    const key = numbered(folders.lines, this.#count + 1);
    const body = `${line}${by}\n`;
    if (!(await this.#bucket.create(key, body))) {
      const there = (await this.#bucket.read(key)) ?? "";
      if (secondLine(there) !== by) return false;
      this.#take(firstLine(there));
      // An earlier one of ours, which was given up when the store did not answer.
      return there === body || this.#write(line, by);
    }
    this.#take(line);
    return true;
  }

  async #writeSnapshot(): Promise<void> {
    const number = this.#count;
    await this.#bucket.write(numbered(folders.snapshots, number), this.#text);
    const before = this.#snapshot;
    this.#snapshot = number;
    // Somebody may be about to read the one before.
    for (const key of await this.#bucket.list(folders.snapshots))
      if (numberOf(key) < before) await this.#bucket.delete(key);
  }

  #take(line: string): void {
    this.#text += line;
    this.#count += 1;
    if (isHolderLine(line)) this.#holder = lastHolder(line);
  }

  async #read(): Promise<void> {
    if (this.#count === 0) await this.#readSnapshot();
    for (let gaps = 0; ;) {
      const keys = await this.#bucket.list(folders.lines, numbered(folders.lines, this.#count));
      if (keys.length === 0) return;
      const next = keys.filter((key, index) => numberOf(key) === this.#count + index + 1);
      if (next.length === 0 && ++gaps > mostGaps) throw this.#gap();
      for (let from = 0; from < next.length; from += atATime) {
        const texts = await Promise.all(
          next.slice(from, from + atATime).map((key) => this.#bucket.read(key)),
        );
        for (const text of texts) {
          if (text === undefined) throw this.#gap();
          this.#take(firstLine(text));
        }
      }
    }
  }

  #gap(): JournalError {
    return new JournalError({ code: "has-a-gap", address: this.#bucket.address, line: this.#count + 1 });
  }

  async #readSnapshot(): Promise<void> {
    for (;;) {
      const key = (await this.#bucket.list(folders.snapshots)).at(-1);
      if (key === undefined) return;
      const text = await this.#bucket.read(key);
      if (text === undefined) continue; // a newer one has taken its place
      this.#text = text;
      this.#holder = lastHolder(text);
      this.#count = numberOf(key);
      this.#snapshot = this.#count;
      return;
    }
  }
}

/** With its end. */
const firstLine = (text: string): string => `${text.slice(0, Math.max(0, text.indexOf("\n")))}\n`;
const secondLine = (text: string): string => text.split("\n")[1] ?? "";
