/** A journal as objects, which several machines may write to, one process after the other. */
import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { ObjectError } from "../../../pipeline/library/objects/object-error.ts";
import { lineOf, type Entry, type UnitEntry } from "../entry.ts";
import { JournalError } from "../journal-error.ts";
import type { HeldJournal, Holder, JournalStore, OpenJournal } from "../journal-store.ts";
import { lockJournal, stopHolder, type Lock } from "../lock.ts";
import { readJournal, unitHistory, type JournalState } from "../read-journal.ts";
import type { Bucket } from "./bucket.ts";
import { askToStop, forget, holderLine, isAlive, keepAlive, type HolderId } from "./holders.ts";
import { ObjectLines } from "./object-lines.ts";

/** What tests have otherwise. */
export interface ObjectJournalSettings {
  /** This machine's name. */
  readonly host: string;
  /** How long a process that is not heard of is taken for alive. */
  readonly leaseMilliseconds: number;
  readonly aliveMilliseconds: number;
  readonly watchMilliseconds: number;
  /** How often, and how long after each other, a line is tried that the store does not answer for. */
  readonly tries: number;
  readonly pauseMilliseconds: number;
}

const usual = (): ObjectJournalSettings => ({
  host: hostname(),
  leaseMilliseconds: 30_000,
  aliveMilliseconds: 5_000,
  watchMilliseconds: 2_000,
  tries: 15,
  pauseMilliseconds: 4_000,
});

/** A snapshot is written once so many lines are behind the last one, and of so many where a process begins or ends. */
const mostLoose = 500;
const mostLooseBetween = 50;

export class ObjectJournal implements JournalStore {
  readonly isShared = true;
  readonly #bucket: Bucket;
  readonly #settings: ObjectJournalSettings;
  readonly #lines: ObjectLines;

  constructor(bucket: Bucket, settings: Partial<ObjectJournalSettings> = {}) {
    this.#bucket = bucket;
    this.#settings = { ...usual(), ...settings };
    this.#lines = new ObjectLines(bucket);
  }

  get address(): string {
    return this.#bucket.address;
  }

  async look(): Promise<JournalState> {
    await this.#lines.read();
    return readJournal(Buffer.from(this.#lines.text));
  }

  async lookAtUnit(unit: string): Promise<readonly UnitEntry[]> {
    await this.#lines.read();
    return unitHistory(Buffer.from(this.#lines.text), unit);
  }

  async hold(onStop: () => void): Promise<HeldJournal> {
    // It knows at once whether a process of this machine lives, also one that was killed.
    const locked = await lockJournal(this.#lockName, onStop);
    if (locked.kind === "taken") return locked;
    try {
      await this.#requireConditions();
      const self = { id: randomUUID(), host: this.#settings.host, pid: process.pid };
      const end = await keepAlive(this.#bucket, self, { every: this.#settings.aliveMilliseconds, onStop });
      try {
        const other = await this.#begin(self);
        if (other === undefined) return { kind: "held", journal: this.#opened(self, end, locked.lock) };
        await end();
        locked.lock.release();
        return { kind: "taken", ...other };
      } catch (error) {
        await end();
        throw error;
      }
    } catch (error) {
      locked.lock.release();
      throw error;
    }
  }

  async stopHolder(): Promise<Holder | undefined> {
    const pid = await stopHolder(this.#lockName);
    if (pid !== undefined) return { pid };
    await this.#lines.read();
    const other = await this.#other();
    return other && askToStop(this.#bucket, other);
  }

  watch(onChange: () => void): () => void {
    let isLooking = false;
    const look = async (): Promise<void> => {
      const before = this.#lines.count;
      // A store that is away may be back the next time.
      await this.#lines.read().catch(() => undefined);
      isLooking = false;
      if (this.#lines.count > before) onChange();
    };
    const timer = setInterval(() => {
      if (isLooking) return;
      isLooking = true;
      void look();
    }, this.#settings.watchMilliseconds);
    return () => {
      clearInterval(timer);
    };
  }

  async keep(name: string, text: string): Promise<void> {
    await this.#bucket.write(`logs/${name}`, text);
  }

  kept(name: string): Promise<string | undefined> {
    return this.#bucket.read(`logs/${name}`);
  }

  get #lockName(): string {
    return `${this.address}#${this.#settings.host}`;
  }

  /** A store that writes over what is there would let two processes write the same line. */
  async #requireConditions(): Promise<void> {
    const isThere = async (): Promise<boolean> =>
      !(await this.#bucket.create("journal.json", '{"journal":1}\n'));
    if (!(await isThere()) && !(await isThere()))
      throw new JournalError({ code: "writes-over", address: this.address });
  }

  /** Writes the line that makes it ours; gives who has it, where somebody has. */
  async #begin(self: HolderId): Promise<Holder | undefined> {
    for (;;) {
      await this.#lines.read();
      const last = this.#lines.holder;
      const other = await this.#other();
      if (other !== undefined) return { host: other.host, pid: other.pid };
      // Whoever has it from now on finds the lines of the other before this one, or not at all.
      if (!(await this.#lines.write(holderLine(self, new Date()), self.id))) continue;
      if (last !== undefined) await forget(this.#bucket, last.id);
      if (this.#lines.loose >= mostLooseBetween) await this.#lines.writeSnapshot();
      return undefined;
    }
  }

  /** The last one on another machine that has it still. Of this one the lock knows. */
  async #other(): Promise<HolderId | undefined> {
    const last = this.#lines.holder;
    if (last === undefined || last.host === this.#settings.host) return undefined;
    return (await isAlive(this.#bucket, last, this.#settings.leaseMilliseconds)) ? last : undefined;
  }

  #opened(self: HolderId, end: () => Promise<void>, lock: Lock): OpenJournal {
    return {
      state: readJournal(Buffer.from(this.#lines.text)),
      append: (entry) => this.#append(entry, self),
      close: async () => {
        if (this.#lines.loose >= mostLooseBetween) await this.#lines.writeSnapshot().catch(() => undefined);
        await end();
        lock.release();
      },
    };
  }

  async #append(entry: Entry, { id }: HolderId): Promise<void> {
    const { tries, pauseMilliseconds } = this.#settings;
    for (let left = tries; ; left -= 1) {
      try {
        if (!(await this.#lines.write(lineOf(entry), id))) throw await this.#takenOver();
        break;
      } catch (error) {
        const isAway = error instanceof ObjectError && error.code === "unreachable";
        if (!isAway || left <= 0) throw error;
      }
      await pause(pauseMilliseconds);
    }
    // The line is written whatever becomes of it.
    if (this.#lines.loose >= mostLoose) await this.#lines.writeSnapshot().catch(() => undefined);
  }

  /** Whoever writes now has read all that we have written, and looks after what runs. */
  async #takenOver(): Promise<JournalError> {
    await this.#lines.read();
    const { host = "", pid = 0 } = this.#lines.holder ?? {};
    return new JournalError({ code: "taken-over", host, pid });
  }
}
