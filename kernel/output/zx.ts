/** The `$` of cells: zx's own, set up for cells. In a file of its own because zx takes long to load. */
import { spawn } from "node:child_process";
import { setTimeout } from "node:timers";
import { readdirSync, readFileSync } from "node:fs";
import { $ as zx, defaults, Fail, ProcessOutput } from "zx/core";
import type { Options, Shell } from "zx/core";
import { wordFailures } from "./command-failure.ts";
import { shellWord } from "../../notebook/shell-word.ts";

/** How long an interrupted command may take to clean up. */
const graceMilliseconds = 1_000;

/** zx's `$`, its options included. */
export type CellShell = typeof zx;

/** @param signal gives what is aborted when the cell that the running code belongs to is interrupted */
export function createZx(
  cwd: () => string,
  signal: () => AbortSignal | undefined,
  readable: (stack: string) => string,
): CellShell {
  const named = wordFailures({ Fail, ProcessOutput }, readable);
  useSomeShell(defaults);
  defaults.verbose = true;
  defaults.log = (entry) => {
    if (!entry.verbose) return;
    if (entry.kind === "stdout") process.stdout.write(entry.data);
    else if (entry.kind === "stderr") process.stderr.write(entry.data);
  };
  // SAFETY: zx calls it with the three arguments only, the options of the pipes it reads.
  defaults.spawn = ((command: string, given: readonly string[], options: object) => {
    const child = spawn(command, given, options);
    endWith(signal(), child);
    return child;
  }) as typeof spawn;
  if (process.platform === "linux")
    defaults.kill = (pid, sent) => {
      killTree(Number(pid), asSignal(sent) ?? "SIGTERM");
      return Promise.resolve();
    };
  followCwd(defaults, cwd);
  return withNames(zx, named);
}

/** Images without bash have `sh`, which knows neither `pipefail` nor zx's way to quote. */
function useSomeShell(options: Options): void {
  if (options.quote !== undefined) return;
  options.shell = "/bin/sh";
  options.prefix = "set -eu;";
  options.postfix = "";
  options.quote = shellWord;
}

/** zx would keep the working directory of the moment it was loaded. */
function followCwd(options: Options, cwd: () => string): void {
  let chosen: string | undefined;
  Object.defineProperty(options, "cwd", {
    configurable: true,
    enumerable: true,
    get: () => chosen ?? cwd(),
    set: (value: string | undefined) => {
      chosen = value;
    },
  });
}

function endWith(signal: AbortSignal | undefined, child: ReturnType<typeof spawn>): void {
  const { pid } = child;
  if (signal === undefined || pid === undefined) return;
  const end = (how: NodeJS.Signals): void => {
    if (process.platform === "linux") killTree(pid, how);
    else child.kill(how);
  };
  const onAbort = (): void => {
    end("SIGTERM");
    const last = setTimeout(() => {
      end("SIGKILL");
    }, graceMilliseconds);
    child.once("close", () => {
      clearTimeout(last);
    });
  };
  child.once("close", () => {
    signal.removeEventListener("abort", onAbort);
  });
  if (signal.aborted) onAbort();
  else signal.addEventListener("abort", onAbort, { once: true });
}

function asSignal(name: unknown): NodeJS.Signals | undefined {
  // SAFETY: what is no signal is refused by process.kill with a clear error.
  return typeof name === "string" ? (name as NodeJS.Signals) : undefined;
}

/** Every way to start a command tells its failure which command it was. */
function withNames<S extends Shell<boolean>>(shell: S, named: ReturnType<typeof wordFailures>): S {
  return new Proxy(shell, {
    apply: (target, self, given: readonly unknown[]) => {
      const [pieces, ...values] = given;
      if (isTexts(pieces)) return named(pieces, values, (): unknown => Reflect.apply(target, self, given));
      const configured: unknown = Reflect.apply(target, self, given);
      return isShell(configured) ? withNames(configured, named) : configured;
    },
    get: (target, name) => {
      const found: unknown = Reflect.get(target, name);
      return name === "sync" && isShell(found) ? withNames(found, named) : found;
    },
  });
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value);
}

function isShell(value: unknown): value is Shell {
  return typeof value === "function";
}

/**
 * Sends the signal to a process and all that it has started. Reads /proc, since slim images have no `ps`; children stay in
 * the runtime's process group, so that they end with it.
 */
function killTree(pid: number, signal: NodeJS.Signals): void {
  for (const each of [pid, ...descendants(pid)]) {
    try {
      process.kill(each, signal);
    } catch (error) {
      if (!isErrno(error, "ESRCH")) throw error;
    }
  }
}

function descendants(pid: number): readonly number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const parent = parentOf(name);
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const found = [...(children.get(pid) ?? [])];
  for (const each of found) found.push(...(children.get(each) ?? []));
  return found;
}

/** Undefined for a process that has ended meanwhile. */
function parentOf(pid: string): number | undefined {
  try {
    // The command in brackets may itself hold spaces and brackets.
    const [, parent] = readFileSync(`/proc/${pid}/stat`, "latin1")
      .replace(/^.*\) /s, "")
      .split(" ");
    return Number(parent);
  } catch (error) {
    if (isErrno(error, "ENOENT") || isErrno(error, "ESRCH")) return undefined;
    throw error;
  }
}

function isErrno(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
