/** TypeScript 6's own server, which the stock extension speaks with, on the notebook's code as one file. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import ts from "typescript";
import * as z from "zod";
import { LineIndex } from "../../../language/module/line-index.ts";
import { ModuleBuilder } from "../../../language/module/notebook-module.ts";
import { root } from "../../support/command-line.ts";
import { memoryOf } from "../process-memory.ts";
import type { Answering } from "./measure-language.ts";

const MessageSchema = z.object({
  type: z.string(),
  event: z.string().optional(),
  request_seq: z.number().optional(),
  body: z.unknown().optional(),
});
const DiagnosticsSchema = z.object({ diagnostics: z.array(z.object({ category: z.string() })) });
const CompletedSchema = z.object({ request_seq: z.number() });
const EntriesSchema = z.object({ entries: z.array(z.unknown()) });

/** A folder in which the file is at home. */
export function makeStockFolder(folder: string): void {
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  const compilerOptions = {
    ...{ module: "preserve", target: "esnext", lib: ["esnext"], types: ["node"], skipLibCheck: true },
    ...{ strict: false, noEmit: true },
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["bench.mts"] }));
}

/** `folder` was made by `makeStockFolder`. */
export function stockLanguage(code: readonly string[], typing: number, folder: string): Answering {
  const file = join(folder, "bench.mts");
  const { text, map } = new ModuleBuilder().build(code);
  const at = map.moduleSpanOf(typing)?.end ?? text.length;
  writeFileSync(file, text);
  const child = spawn(
    process.execPath,
    [join(root, "node_modules/typescript/lib/tsserver.js"), "--disableAutomaticTypingAcquisition"],
    { stdio: ["pipe", "pipe", "inherit"] },
  );
  const answers = new Map<number, (body: unknown) => void>();
  let mistakes = 0;
  createInterface({ input: child.stdout }).on("line", (line) => {
    if (!line.startsWith("{")) return;
    const message = MessageSchema.parse(JSON.parse(line));
    if (message.request_seq !== undefined) answers.get(message.request_seq)?.(message.body);
    else if (message.event === "semanticDiag" || message.event === "syntaxDiag")
      mistakes += DiagnosticsSchema.parse(message.body).diagnostics.filter(
        ({ category }) => category === "error",
      ).length;
    else if (message.event === "requestCompleted")
      answers.get(CompletedSchema.parse(message.body).request_seq)?.(null);
  });
  let last = 0;
  const tell = (command: string, given: object): number => {
    last += 1;
    child.stdin.write(`${JSON.stringify({ seq: last, type: "request", command, arguments: given })}\n`);
    return last;
  };
  const ask = (command: string, given: object): Promise<unknown> =>
    new Promise((resolve) => answers.set(tell(command, given), resolve));
  const place = (typed: string): { readonly line: number; readonly offset: number } => {
    const { line, character } = new LineIndex(text.slice(0, at) + typed).positionAt(at + typed.length);
    return { line: line + 1, offset: character + 1 };
  };
  const diagnose = async (): Promise<number> => {
    mistakes = 0;
    await ask("geterr", { files: [file], delay: 0 });
    return mistakes;
  };
  let shown = "";
  return {
    open: () => {
      tell("configure", { preferences: { includeCompletionsForModuleExports: true } });
      tell("open", { file, fileContent: text, scriptKindName: "TS" });
      return diagnose();
    },
    type: (typed) => {
      const [start, end] = [place(""), place(shown)];
      shown = `\n${typed}`;
      const change = { endLine: end.line, endOffset: end.offset, insertString: shown };
      tell("change", { file, ...start, ...change });
    },
    complete: async () => {
      const found = await ask("completionInfo", {
        file,
        ...place(shown),
        triggerCharacter: ".",
        triggerKind: 2,
      });
      return EntriesSchema.parse(found).entries.length;
    },
    diagnose,
    memory: () => memoryOf(child.pid ?? 0).resident,
    close: async () => {
      const closed = once(child, "close");
      child.kill();
      await closed;
    },
  };
}

export const stockVersion = ts.version;
