/**
 * The last entry of each unit in a journal's text. An entry is made when it is asked for: a journal may have a hundred thousand
 * lines, and who shows them wants little of each.
 */
import { isBegin, parseLine, type BeginEntry, type UnitEntry } from "./entry.ts";

const beforeAt = '{"at":"';
const beforeUnit = '","unit":"';
const unitAt = `${beforeAt}2022-02-05T00:00:00.000Z`.length;
/** What most lines say of their unit is what others say of theirs: so many of such ends are kept. */
const mostTails = 32;

export type BriefEntry = Pick<UnitEntry, "state" | "version">;

interface Tail {
  /** Of a line, behind its unit. */
  readonly text: string;
  /** Of the line that had it first. */
  readonly entry: UnitEntry;
}

export class UnitEntries implements ReadonlyMap<string, UnitEntry> {
  readonly #text: string;
  /** Where the line begins, times `mostTails`, plus the index of its tail; or what it says where it is not like others. */
  readonly #found = new Map<string, number | UnitEntry>();
  readonly #tails: Tail[] = [];

  /** Lines that are none of a unit are handed on. */
  constructor(text: string, onBegin: (entry: BeginEntry) => void) {
    this.#text = text;
    for (let start = 0; start < text.length;) {
      const unit = unitIn(text, start);
      const index = unit === undefined ? -1 : this.#tailAt(endOfUnit(start, unit));
      const tail = this.#tails[index];
      if (unit !== undefined && tail !== undefined) {
        this.#found.set(unit, start * mostTails + index);
        start = endOfUnit(start, unit) + tail.text.length;
        continue;
      }
      const end = text.indexOf("\n", start);
      const entry = parseLine(text.slice(start, end));
      if (entry !== undefined && isBegin(entry)) onBegin(entry);
      else if (entry !== undefined) {
        this.#found.set(entry.unit, entry);
        if (entry.unit === unit && this.#tails.length < mostTails)
          this.#tails.push({ text: text.slice(endOfUnit(start, unit), end + 1), entry });
      }
      start = end + 1;
    }
  }

  get size(): number {
    return this.#found.size;
  }

  has(unit: string): boolean {
    return this.#found.has(unit);
  }

  get(unit: string): UnitEntry | undefined {
    const found = this.#found.get(unit);
    return typeof found === "number" ? this.#entryAt(found, unit) : found;
  }

  /** What `get` says but for the time; nothing is made for it. */
  brief(unit: string): BriefEntry | undefined {
    const found = this.#found.get(unit);
    return typeof found === "number" ? this.#tails[found % mostTails]?.entry : found;
  }

  keys(): MapIterator<string> {
    return this.#found.keys();
  }

  *values(): MapIterator<UnitEntry> {
    for (const [, entry] of this) yield entry;
  }

  *entries(): MapIterator<[string, UnitEntry]> {
    for (const unit of this.#found.keys()) {
      const entry = this.get(unit);
      if (entry !== undefined) yield [unit, entry];
    }
  }

  [Symbol.iterator](): MapIterator<[string, UnitEntry]> {
    return this.entries();
  }

  forEach(act: (entry: UnitEntry, unit: string, map: ReadonlyMap<string, UnitEntry>) => void): void {
    for (const [unit, entry] of this) act(entry, unit, this);
  }

  /** -1 where none of them begins there. */
  #tailAt(from: number): number {
    for (let index = 0; index < this.#tails.length; index += 1)
      if (this.#text.startsWith(this.#tails[index]?.text ?? "", from)) return index;
    return -1;
  }

  #entryAt(found: number, unit: string): UnitEntry | undefined {
    const tail = this.#tails[found % mostTails];
    if (tail === undefined) return undefined;
    const start = Math.floor(found / mostTails);
    const at = this.#text.slice(start + beforeAt.length, start + unitAt);
    // Not spread, which takes several times as long.
    const { state, attempt, version, code } = tail.entry;
    return code === undefined
      ? { at, unit, state, attempt, version }
      : { at, unit, state, attempt, version, code };
  }
}

/** What is known of a unit, but for the time. */
export const briefly = (units: ReadonlyMap<string, UnitEntry>, unit: string): BriefEntry | undefined =>
  units instanceof UnitEntries ? units.brief(unit) : units.get(unit);

const endOfUnit = (start: number, unit: string): number => start + unitAt + beforeUnit.length + unit.length;

/** The unit of the line that starts there, where it stands as `lineOf` writes it; else undefined. */
function unitIn(text: string, start: number): string | undefined {
  const isUsual =
    text.startsWith(beforeAt, start) &&
    text.indexOf('"', start + beforeAt.length) === start + unitAt &&
    text.startsWith(beforeUnit, start + unitAt);
  if (!isUsual) return undefined;
  const from = start + unitAt + beforeUnit.length;
  const unit = text.slice(from, text.indexOf('"', from));
  return unit.includes("\\") ? undefined : unit;
}
