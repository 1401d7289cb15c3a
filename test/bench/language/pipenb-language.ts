/** The language thread with its server, asked as the extension asks. */
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { LineIndex } from "../../../language/module/line-index.ts";
import { LanguageThread } from "../../../language/worker/language-thread.ts";
import { root } from "../../support/command-line.ts";
import { memoryOf } from "../process-memory.ts";
import type { Answering } from "./measure-language.ts";

const npm = { "nodejs-polars": "*", "@duckdb/node-api": "*" };
const types = { modulesFolders: [root], typesFolder: root, missing: [] };

/** `folder` is where the notebook would be; somebody types at the end of the cell of that index. */
export function pipenbLanguage(code: readonly string[], typing: number, folder: string): Answering {
  const thread = new LanguageThread({
    file: join(root, "dist/language/worker.mjs"),
    programs: join(root, "dist"),
    cacheFolder: join(folder, "compiled"),
    log: () => undefined,
    onGivenUp: () => undefined,
  });
  const key = "bench";
  let cell = code[typing] ?? "";
  const update = (): Promise<null> =>
    thread.ask("update", {
      ...{ key, types, path: join(folder, "bench.pipenb"), moduleFolder: join(folder, "module") },
      content: { kind: "cells", npm, code: code.with(typing, cell) },
    });
  const diagnose = async (): Promise<number> => {
    const found = await thread.ask("diagnostics", { key });
    return found.flatMap(({ diagnostics }) => diagnostics).filter(({ severity }) => severity === 1).length;
  };
  return {
    open: async () => {
      rmSync(join(folder, "module"), { recursive: true, force: true });
      await update();
      return diagnose();
    },
    type: (typed) => {
      cell = `${code[typing] ?? ""}\n${typed}`;
      void update();
    },
    complete: async () => {
      const position = new LineIndex(cell).positionAt(cell.length);
      const { items } = await thread.ask("completion", { key, cell: typing, position, trigger: "." });
      return items.length;
    },
    diagnose,
    memory: () => memoryOf(serverProcess()).resident,
    close: () => thread.dispose(),
  };
}

/** The process that this one has started to be the language server. */
function serverProcess(): number {
  const found = readdirSync("/proc").find((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      const isChild = readFileSync(`/proc/${name}/status`, "utf8").includes(`\nPPid:\t${process.pid}\n`);
      return isChild && readFileSync(`/proc/${name}/cmdline`, "utf8").includes("--stdio");
    } catch {
      return false; // it has ended meanwhile
    }
  });
  if (found === undefined) throw new Error("There is no language server.");
  return Number(found);
}
