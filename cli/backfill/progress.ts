/** Tells how far a backfill is: one status line on a terminal, a line for each end elsewhere, objects with --json. */
import { progressWords } from "../../app/backfill/progress-words.ts";
import { unitSigns } from "../../app/backfill/unit-signs.ts";
import type { Counts } from "../../backfill/carry-out.ts";
import type { UnitEntry } from "../../backfill/journal/entry.ts";
import type { Terminal } from "../terminal/terminal.ts";

const lastLines = 3;

export class Progress {
  readonly #terminal: Terminal;
  #total = 0;
  readonly #started = performance.now();
  /** What the last run that was kept has written. */
  readonly #logs = new Map<string, string>();

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /** So many units are to be run. */
  expect(total: number): void {
    this.#total = total;
  }

  /** Its last lines are shown where it has failed. */
  remember(unit: string, log: string): void {
    this.#logs.set(unit, log.trimEnd().split("\n").slice(-lastLines).join("\n"));
  }

  take(entry: UnitEntry, counts: Counts): void {
    const { unit, state: now, attempt, code } = entry;
    this.#terminal.event({ type: "unit", ...entry });
    const how = code === undefined || now === "done" ? "" : ` (exit code ${code})`;
    const line = `${unitSigns[now]} ${unit} ${now}${attempt > 1 ? `, attempt ${attempt}` : ""}${how}`;
    if (now === "running") this.#terminal.detail(line);
    else if (now === "done") this.#terminal.note(line);
    else this.#terminal.note(this.#terminal.colors.yellow(line));
    const milliseconds = performance.now() - this.#started;
    this.#terminal.detail(progressWords(counts, { total: this.#total, milliseconds }));
  }

  /** The last lines of a unit's log, indented. */
  lastLinesOf(unit: string): string {
    return (this.#logs.get(unit) ?? "")
      .split("\n")
      .map((line) => `    ${line}`)
      .join("\n");
  }
}
