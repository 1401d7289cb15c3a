/**
 * Loaded before a pipeline's script in the trials of a verification (`node --import`). Holds still what a run may depend on by luck, as
 * `PIPENB_CONDITIONS` says, and notes which cell looked at what and which files it left changed.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import crypto from "node:crypto";
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import os from "node:os";
import { basename, join } from "node:path";
import { isMainThread } from "node:worker_threads";
import type { Conditions, Influence, TraceLine } from "../conditions.ts";
import { takeDisplays, watchCells } from "../../runner/watch-cells.ts";

function arrange(conditions: Conditions): void {
  const trace = tracer(conditions.trace);
  const cell = followCells(conditions.watched, trace);
  const look = (at: Influence, what: string): void => {
    const name = cell();
    if (name !== undefined) trace({ type: "look", cell: name, at, what });
  };
  setClock(conditions.clock, look);
  setRandom(conditions.seed, look);
  setFileOrder(conditions.order, look);
  setMachine(conditions, look);
  noteZoneAndLocale(look);
  noteVariables(look);
  if (conditions.prints) notePrints(conditions.trace, cell);
  syncBuiltinESMExports();
}

type Look = (at: Influence, what: string) => void;

/** Each line once. */
function tracer(path: string): (line: TraceLine) => void {
  const seen = new Set<string>();
  const { appendFileSync } = fs;
  return (line) => {
    const text = `${JSON.stringify(line)}\n`;
    if (seen.has(text)) return;
    seen.add(text);
    appendFileSync(path, text);
  };
}

/** Gives the cell that the running code belongs to. Files that have changed since the cell before are the cell's that ends. */
function followCells(watched: readonly string[], trace: (line: TraceLine) => void): () => string | undefined {
  const { readdirSync, statSync } = fs;
  const owners = new AsyncLocalStorage<string>();
  let running: string | undefined;
  const states = (): ReadonlyMap<string, string> => {
    const found = new Map<string, string>();
    for (const folder of watched)
      for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile()) continue;
        const path = join(entry.parentPath, entry.name);
        const stats = statSync(path, { throwIfNoEntry: false });
        if (stats !== undefined)
          found.set(path, `${stats.mtimeMs} ${stats.ctimeMs} ${stats.size} ${stats.ino}`);
      }
    return found;
  };
  let before = states();
  const endCell = (): void => {
    const now = states();
    for (const [path, state] of now)
      if (before.get(path) !== state && running !== undefined) trace({ type: "write", cell: running, path });
    before = now;
  };
  watchCells((name) => {
    endCell();
    running = name;
    owners.enterWith(name);
  });
  process.on("exit", endCell);
  return () => owners.getStore() ?? running;
}

/** Within a minute the clock stands still but for a millisecond at each look: the same program sees the same times, and waiting ends. */
function setClock(start: number, look: Look): void {
  const Real = Date;
  const began = performance.now();
  let looks = 0;
  const now = (): number => start + Math.floor((performance.now() - began) / 60_000) * 60_000 + looks++;
  globalThis.Date = new Proxy(Real, {
    construct(target, args: unknown[], newTarget): Date {
      if (args.length > 0) {
        // SAFETY: whatever Date's constructor was given, it is given.
        return Reflect.construct(target, args, newTarget) as Date;
      }
      look("clock", "new Date()");
      // SAFETY: as above.
      return Reflect.construct(target, [now()], newTarget) as Date;
    },
    apply: () => {
      look("clock", "Date()");
      return new Real(now()).toString();
    },
  });
  Real.prototype.constructor = globalThis.Date;
  Real.now = () => {
    look("clock", "Date.now()");
    return now();
  };
}

function setRandom(seed: number, look: Look): void {
  const next = mulberry32(seed);
  Math.random = () => {
    look("random", "Math.random()");
    return next();
  };
  const fill = <View extends ArrayBufferView>(view: View): View => {
    const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
    for (let index = 0; index < bytes.length; index += 1) bytes[index] = next() * 256;
    return view;
  };
  const uuid = (): ReturnType<typeof crypto.randomUUID> => {
    look("random", "randomUUID()");
    const hex = Buffer.from(fill(new Uint8Array(16))).toString("hex");
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
  };
  crypto.randomUUID = uuid;
  globalThis.crypto.randomUUID = uuid;
  globalThis.crypto.getRandomValues = (view) => {
    look("random", "getRandomValues()");
    return fill(view);
  };
  // SAFETY: the same parameters and results as the function it stands in for.
  crypto.randomBytes = ((size: number, callback?: (error: Error | null, bytes: Buffer) => void) => {
    look("random", "randomBytes()");
    const bytes = fill(Buffer.alloc(size));
    if (callback === undefined) return bytes;
    process.nextTick(callback, null, bytes);
    return undefined;
  }) as typeof crypto.randomBytes;
  // SAFETY: as above.
  crypto.randomInt = ((...args: Parameters<typeof crypto.randomInt>) => {
    look("random", "randomInt()");
    const [from, to] = typeof args[1] === "number" ? [args[0], args[1]] : [0, args[0]];
    const value = from + Math.floor(next() * (to - from));
    const callback: unknown = args.at(-1);
    if (typeof callback !== "function") return value;
    process.nextTick(callback, null, value); // SAFETY: it is a function
    return undefined;
  }) as typeof crypto.randomInt;
}

/** A small generator of 32 bits; numbers from 0 to below 1. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function setFileOrder(order: Conditions["order"], look: Look): void {
  const nameOf = (entry: unknown): string =>
    typeof entry === "object" && entry !== null && "name" in entry ? String(entry.name) : String(entry);
  const sorted = <Given>(given: Given): Given => {
    if (!Array.isArray(given)) return given;
    const sign = order === "ascending" ? 1 : -1;
    given.sort((a, b) => (nameOf(a) < nameOf(b) ? -sign : sign));
    return given;
  };
  const { readdir, readdirSync } = fs;
  const readdirLater = fs.promises.readdir;
  // SAFETY: each is given and gives what the function it stands in for is and does.
  fs.readdirSync = ((...args: Parameters<typeof readdirSync>) => {
    look("file order", "readdirSync()");
    return sorted(readdirSync(...args));
  }) as typeof readdirSync;
  // SAFETY: as above.
  fs.promises.readdir = (async (...args: Parameters<typeof readdirLater>) => {
    look("file order", "readdir()");
    return sorted(await readdirLater(...args));
  }) as typeof readdirLater;
  // SAFETY: as above.
  fs.readdir = ((...args: unknown[]) => {
    look("file order", "readdir()");
    const callback: unknown = args.at(-1);
    const tell = (error: unknown, entries: unknown): void => {
      if (typeof callback === "function") Reflect.apply(callback, undefined, [error, sorted(entries)]);
    };
    Reflect.apply(readdir, fs, [...args.slice(0, -1), tell]);
  }) as typeof readdir;
}

function setMachine({ cpus, machine }: Conditions, look: Look): void {
  const [cpu] = os.cpus();
  os.availableParallelism = () => {
    look("CPU count", "availableParallelism()");
    return cpus;
  };
  if (cpu !== undefined)
    os.cpus = () => {
      look("CPU count", "cpus()");
      return Array.from({ length: cpus }, () => ({ ...cpu }));
    };
  const home = `/home/${machine}`;
  os.hostname = () => {
    look("environment", "hostname()");
    return machine;
  };
  os.homedir = () => {
    look("environment", "homedir()");
    return home;
  };
  const { userInfo } = os;
  // SAFETY: what the function it stands in for gives, under another name.
  os.userInfo = ((...args: Parameters<typeof userInfo>) => {
    look("environment", "userInfo()");
    return { ...userInfo(...args), username: machine, homedir: home };
  }) as typeof userInfo;
}

const local = ["Date", "Day", "FullYear", "Hours", "Minutes", "Month", "TimezoneOffset"].map(
  (part) => `get${part}`,
);
const texts = ["toString", "toDateString", "toTimeString"];

/** These are not changed: TZ and LC_ALL of the process are. */
function noteZoneAndLocale(look: Look): void {
  const note = (
    target: object,
    name: string,
    at: Influence,
    when: (args: readonly unknown[]) => boolean,
  ): void => {
    const original: unknown = Reflect.get(target, name);
    if (typeof original !== "function") return;
    Reflect.defineProperty(target, name, {
      configurable: true,
      writable: true,
      value(this: unknown, ...args: unknown[]): unknown {
        if (when(args)) look(at, `${name}()`);
        return Reflect.apply(original, this, args);
      },
    });
  };
  for (const name of [...local, ...texts]) note(Date.prototype, name, "time zone", () => true);
  const hasNoZone = ([, options]: readonly unknown[]): boolean =>
    typeof options !== "object" || options === null || !("timeZone" in options);
  const hasNoLocale = ([locale]: readonly unknown[]): boolean => locale === undefined;
  for (const name of ["toLocaleString", "toLocaleDateString", "toLocaleTimeString"]) {
    note(Date.prototype, name, "time zone", hasNoZone);
    note(Date.prototype, name, "locale", hasNoLocale);
  }
  note(Number.prototype, "toLocaleString", "locale", hasNoLocale);
  note(String.prototype, "localeCompare", "locale", ([, locale]) => locale === undefined);
}

/** Notes which variables cells read. */
function noteVariables(look: Look): void {
  process.env = new Proxy(process.env, {
    get: (target, name) => {
      if (typeof name === "string" && !name.startsWith("PIPENB_")) look("environment", `process.env.${name}`);
      const value: unknown = Reflect.get(target, name);
      return value;
    },
  });
}

/** Notes how much each cell prints, a turn of printing a line. */
function notePrints(path: string, cell: () => string | undefined): void {
  takeDisplays();
  const { appendFileSync } = fs;
  const { stdout } = process;
  const write = stdout.write.bind(stdout);
  let turn = { cell: "", lines: 0 };
  const endTurn = (): void => {
    if (turn.lines === 0) return;
    appendFileSync(path, `${JSON.stringify({ type: "print", ...turn } satisfies TraceLine)}\n`);
    turn = { ...turn, lines: 0 };
  };
  // SAFETY: it is given and gives what the function it stands in for is and does.
  stdout.write = ((...args: Parameters<typeof write>) => {
    const name = cell() ?? "";
    if (name !== turn.cell) endTurn();
    turn = { cell: name, lines: turn.lines + String(args[0]).split("\n").length - 1 };
    return write(...args);
  }) as typeof write;
  process.on("exit", endTurn);
}

const given = process.env["PIPENB_CONDITIONS"];
// The process that starts the pipeline, and what the pipeline itself starts, are left alone.
const isPipeline =
  isMainThread && process.argv[1] !== undefined && basename(process.argv[1]) === "pipeline.ts";
// SAFETY: written by the verification, the same program.
if (given !== undefined && isPipeline) arrange(JSON.parse(given) as Conditions);
