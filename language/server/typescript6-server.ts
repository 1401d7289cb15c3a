/**
 * TypeScript 6's server, for machines that TypeScript 7 has no program for: `typescript-language-server`, which speaks the
 * protocol, over `tsserver`. Both are JavaScript and run in the Node that runs us.
 */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { CodeAction, CodeActionParams, TextEdit } from "vscode-languageserver-protocol";
import * as z from "zod";
import { askTsserver } from "./ask-tsserver.ts";
import type { Ask, ServerDialect } from "./server-dialect.ts";
import { editsOnly, inOrder, plainAction, plainLegend, withImportSource } from "./typescript6-answers.ts";
import { askForDiagnostics } from "./typescript6-diagnostics.ts";
import { rangeOf, SpanSchema } from "./typescript6-places.ts";
import { formatFor, preferencesFor } from "./typescript6-preferences.ts";

/** Organized imports from TypeScript 6: its language server only sorts them, while TypeScript 7's also removes the unused ones. */

const kind = "source.organizeImports";

const AnswerSchema = z.object({
  body: z.array(
    z.object({ fileName: z.string(), textChanges: z.array(SpanSchema.extend({ newText: z.string() })) }),
  ),
});

/** The action, when it is all that is asked for. */
function organizeImports(
  ask: Ask,
  { textDocument, context }: CodeActionParams,
  signal: AbortSignal | undefined,
): Promise<readonly CodeAction[]> | undefined {
  if (context.only?.length !== 1 || context.only[0] !== kind) return undefined;
  return organized(ask, textDocument.uri, signal);
}

async function organized(ask: Ask, uri: string, signal: AbortSignal | undefined): Promise<CodeAction[]> {
  const parameters = { scope: { type: "file", args: { file: fileURLToPath(uri) } }, mode: "All" };
  const { body } = AnswerSchema.parse(await askTsserver(ask, ["organizeImports", parameters], signal));
  const changes: Record<string, TextEdit[]> = {};
  for (const { fileName, textChanges } of body)
    changes[pathToFileURL(fileName).href] = textChanges.map((change) => ({
      range: rangeOf(change),
      newText: change.newText,
    }));
  return [{ title: "Organize Imports", kind, edit: { changes } }];
}

const mostMegabytes = 3072;

/** The two programs. */
export interface TypeScript6 {
  readonly languageServer: string;
  readonly tsserver: string;
}

/** Where they are; undefined when they were not shipped and there is no checkout. `shipped` is the folder of what is shipped beside ours. */
export function findTypeScript6(shipped: string): TypeScript6 | undefined {
  const beside = resolve(shipped, "typescript6");
  const tsserver = join(beside, "lib", "tsserver.js");
  const languageServer = join(beside, "language-server", "lib", "cli.mjs");
  if (existsSync(tsserver) && existsSync(languageServer)) return { languageServer, tsserver };
  try {
    const { resolve: find } = createRequire(import.meta.url);
    return {
      languageServer: join(dirname(find("typescript-language-server/package.json")), "lib", "cli.mjs"),
      tsserver: find("typescript/lib/tsserver.js"),
    };
  } catch {
    return undefined;
  }
}

/** How it is spoken with. */
export function typescript6Dialect({ languageServer, tsserver }: TypeScript6): ServerDialect {
  return {
    name: "TypeScript 6",
    program: {
      command: process.execPath,
      arguments: [languageServer, "--stdio"],
      // In VS Code this process is Electron's.
      environment: { ELECTRON_RUN_AS_NODE: "1" },
    },
    initializationOptions: (configuration) => ({
      tsserver: { path: tsserver, useSyntaxServer: "never", useClientFileWatcher: true },
      disableAutomaticTypingAcquisition: true,
      maxTsServerMemory: mostMegabytes,
      preferences: preferencesFor(configuration),
    }),
    settings: (configuration) => ({ typescript: { format: formatFor(configuration) } }),
    takesChangedSettings: false,
    refusal: (message) => /^Request \S+ failed with message: (.*)$/s.exec(message)?.[1],
    legend: plainLegend,
    diagnose: askForDiagnostics,
    instead: { "textDocument/codeAction": organizeImports },
    answer: {
      "textDocument/completion": withImportSource,
      "textDocument/codeAction": editsOnly,
      "codeAction/resolve": plainAction,
      "textDocument/documentSymbol": inOrder,
    },
  };
}
