/** What cells have without importing it, and what the rewritten code of cells calls. */
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { helperName } from "../wire/helper-name.ts";
import type { CellRunner } from "./cell-runner.ts";
import type { Disposables } from "./disposables.ts";
import type { ImportFromCell } from "./resolve-from-notebook.ts";

export interface CellGlobals {
  readonly folder: string;
  readonly notebook: string;
  readonly importFromCell: ImportFromCell;
  readonly runner: CellRunner;
  readonly disposables: Disposables;
  readonly display: unknown;
  readonly input: unknown;
  readonly shell: unknown;
  /** Called before the process ends because a cell asked for it. */
  readonly onExit: (code: number) => void;
  /** Called before a signal may end the process, which nothing more is heard of then. */
  readonly onSignal: () => void;
}

/** `import.meta` of cells: that of a module at the notebook's own place. */
function importMeta(folder: string, notebook: string): object {
  const filename = join(folder, notebook);
  const url = pathToFileURL(filename).href;
  const { resolve } = createRequire(url);
  return {
    url,
    filename,
    dirname: folder,
    // As in the exported module, which is the program's first.
    main: true,
    resolve: (specifier: string) => pathToFileURL(resolve(specifier)).href,
  };
}

/** Puts them in place, once. */
export function installGlobals(globals: CellGlobals): void {
  const { runner, disposables, importFromCell } = globals;
  const helper = Object.freeze({
    import: importFromCell,
    meta: importMeta(globals.folder, globals.notebook),
    result: runner.keepResult,
    check: runner.check,
    use: disposables.use,
    renew: disposables.renew,
  });
  Object.defineProperty(globalThis, helperName, { value: helper });
  Object.defineProperty(globalThis, "display", {
    value: globals.display,
    configurable: true,
    writable: true,
  });
  Object.defineProperty(globalThis, "input", { value: globals.input, configurable: true, writable: true });
  Object.defineProperty(globalThis, "$", { value: globals.shell, configurable: true, writable: true });
  const exit = process.exit.bind(process);
  process.exit = (code) => {
    const number = Number(code ?? process.exitCode ?? 0);
    // Node refuses what is none.
    if (Number.isInteger(number)) globals.onExit(number);
    return exit(code);
  };
  const abort = process.abort.bind(process);
  const kill = process.kill.bind(process);
  process.abort = () => {
    globals.onSignal();
    return abort();
  };
  process.kill = (pid, signal) => {
    globals.onSignal();
    return kill(pid, signal);
  };
}
