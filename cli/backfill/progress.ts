/** Tells how far a backfill is: a calendar on a terminal, a line for each end elsewhere, objects with --json. */
import { progressWords } from "../../app/backfill/progress-words.ts";
import { unitSigns } from "../../app/backfill/unit-signs.ts";
import type { Counts } from "../../backfill/carry-out.ts";
import type { UnitEntry } from "../../backfill/journal/entry.ts";
import type { Run } from "../../backfill/run-engine.ts";
import { stateOf, type UnitState } from "../../backfill/journal/read-journal.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { calendarText } from "./calendar-text.ts";

const lastLines = 6;
/** Of a calendar, in the part of it where something runs. */
const mostRows = 12;

export interface WatchedUnits {
  readonly units: readonly string[];
  /** `versionId` of what runs. */
  readonly version: string;
}

export class Progress {
  readonly #terminal: Terminal;
  readonly #watched: WatchedUnits;
  readonly #states = new Map<string, UnitState>();
  /** As it was drawn after the last change. */
  #calendar: readonly string[] | undefined;
  #total = 0;
  #counts: Counts = { done: 0, failed: 0, running: [] };
  readonly #started = performance.now();
  /** Last lines of runs that have ended and were not told yet: a log is kept before the journal knows the end. */
  readonly #logs = new Map<string, string>();

  constructor(terminal: Terminal, watched: WatchedUnits) {
    this.#terminal = terminal;
    this.#watched = watched;
  }

  /** So many units are to be run, after what is known of them. */
  expect(total: number, known: ReadonlyMap<string, UnitEntry>): void {
    this.#total = total;
    const { units, version } = this.#watched;
    for (const unit of units) this.#states.set(unit, stateOf(known.get(unit), version));
  }

  /** Its last lines are shown once it is known to have failed. */
  remember({ unit, attempt }: Pick<Run, "unit" | "attempt">, log: string, result: string | undefined): void {
    // SAFETY: it was read before as what it is.
    if (result !== undefined)
      this.#terminal.event({ type: "result", unit, attempt, result: JSON.parse(result) as unknown });
    const end = log.trimEnd().split("\n").slice(-lastLines).join("\n");
    this.#logs.set(unit, end.replaceAll(/^/gm, "    "));
  }

  take(entry: UnitEntry, counts: Counts): void {
    const { unit, state: now, attempt, code } = entry;
    this.#terminal.event({ type: "unit", ...entry });
    if (this.#states.has(unit)) this.#states.set(unit, now);
    this.#counts = counts;
    const how = code === undefined || now === "done" ? "" : ` (exit code ${code})`;
    const line = `${unitSigns[now]} ${unit} ${now}${attempt > 1 ? `, attempt ${attempt}` : ""}${how}`;
    this.#calendar = undefined;
    if (now !== "running" && now !== "done") this.#terminal.note(this.#terminal.colors.yellow(line));
    const hasBoard = this.#show();
    if (!hasBoard && now === "done") this.#terminal.note(line);
    const lines = this.#logs.get(unit);
    if (hasBoard || now !== "failed") this.#logs.delete(unit);
    if (!hasBoard || now !== "failed" || lines === undefined) return;
    this.#terminal.note(lines);
    this.#show();
  }

  /** The last lines of a unit's log, indented; undefined where there is none, or where they were told already. */
  lastLinesOf(unit: string): string | undefined {
    return this.#logs.get(unit);
  }

  #show(): boolean {
    return this.#terminal.board(() => {
      const milliseconds = performance.now() - this.#started;
      const words = progressWords(this.#counts, { total: this.#total, milliseconds });
      // It is drawn many times between two changes, and may be of many thousands of units.
      this.#calendar ??= this.#drawCalendar();
      return [...this.#calendar, words];
    });
  }

  #drawCalendar(): readonly string[] {
    const [head = "", ...rows] = calendarText(this.#states).trimEnd().split("\n");
    if (rows.length === 0) return [];
    const at = rows.findIndex((row) => row.includes(unitSigns.running));
    const first = Math.max(0, Math.min(at === -1 ? rows.length : at, rows.length - mostRows));
    const shown = rows.slice(first, first + mostRows).map((row) => this.#coloured(row));
    const left = rows.length - shown.length;
    return [head, ...shown, ...(left > 0 ? [`… and ${left} more rows`] : [])];
  }

  /** The signs alone say it too. */
  #coloured(row: string): string {
    const { green, red, cyan, yellow } = this.#terminal.colors;
    return row
      .replaceAll(/✓+/g, green)
      .replaceAll(/✗+/g, red)
      .replaceAll(/▸+/g, cyan)
      .replaceAll(/[↻?■~]+/g, yellow);
  }
}
