/** Which cell runs, and the lines that say so on stderr when PIPENB_LOG is `json`. */
import { AsyncLocalStorage } from "node:async_hooks";
import { sayOn } from "./own-words.ts";
import { tellWatcher } from "./watch-cells.ts";

interface StartedCell {
  readonly name: string;
  readonly started: number;
}

let current: StartedCell | undefined;

/** What a cell has started belongs to it, however late it runs. */
const owners = new AsyncLocalStorage<string>();

/** Hears the name of each cell that starts. */
let onStart: (name: string) => void = () => undefined;

/** How a cell has ended. */
export interface CellEnd {
  readonly cell: string;
  readonly isOk: boolean;
  readonly milliseconds: number;
}

let onEnd: (end: CellEnd) => void = () => undefined;

/** The cell that the running code belongs to, else the one that runs; undefined where there is none. */
export function currentCell(): string | undefined {
  return owners.getStore() ?? current?.name;
}

/** Tells `hear` the name of each cell that starts from now on. */
export function onCellStart(hear: (name: string) => void): void {
  onStart = hear;
}

/** Tells `hear` of each cell that ends from now on. */
export function onCellEnd(hear: (end: CellEnd) => void): void {
  onEnd = hear;
}

/** In another process than the cell's own: the cell that runs there. */
export function followCell(name: string): void {
  current = { name, started: performance.now() };
}

/**
 * The cell before ends where the next one starts. In between, as in the kernel, what is due has its turn: timers, and the failures
 * of promises that nobody awaited.
 */
export function startCell(name: string): Promise<void> {
  // At once, so that it holds for the caller too.
  owners.enterWith(name);
  tellWatcher(name);
  return new Promise((resolve) => {
    setImmediate(() => {
      endCell();
      current = { name, started: performance.now() };
      onStart(name);
      write({ level: "info", cell: name, event: "start" });
      resolve();
    });
  });
}

/** Ends the cell that runs, if one does. */
export function endCell(): void {
  if (current === undefined) return;
  const milliseconds = elapsed(current.started);
  onEnd({ cell: current.name, isOk: true, milliseconds });
  write({ level: "info", cell: current.name, event: "end", milliseconds });
  current = undefined;
}

/** Ends the cell that runs, or the pipeline where none does, with an error: as text, or as the one line of JSON. */
export function failCell(message: string, exitCode: number): void {
  if (!logsJson()) sayOn("stderr", `${message}\n`);
  const milliseconds = current === undefined ? undefined : elapsed(current.started);
  // A failure of another cell breaks it off.
  if (current !== undefined && current.name === currentCell())
    onEnd({ cell: current.name, isOk: false, milliseconds: elapsed(current.started) });
  write({ level: "error", cell: currentCell() ?? null, event: "error", milliseconds, message, exitCode });
  current = undefined;
}

/** Says something that is no error. `event` is what kind of thing it is, for whoever reads lines of JSON. */
export function tell(message: string, event: "open" | "progress"): void {
  if (!logsJson()) sayOn("stderr", `${message}\n`);
  write({ level: "info", cell: currentCell() ?? null, event, message });
}

/** The library of the cells, another program in this process, tells how far it is by this thread. */
export function logForLibrary(): void {
  Reflect.set(globalThis, Symbol.for("pipenb.log"), tell);
}

function logsJson(): boolean {
  return process.env["PIPENB_LOG"] === "json";
}

function elapsed(started: number): number {
  return Math.round((performance.now() - started) * 1000) / 1000;
}

function write(line: object): void {
  if (!logsJson()) return;
  // Not the clock of the cells, which a verification sets and watches.
  const time = new Date(performance.timeOrigin + performance.now()).toISOString();
  sayOn("stderr", `${JSON.stringify({ time, ...line })}\n`);
}
