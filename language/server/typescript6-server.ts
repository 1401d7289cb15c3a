/**
 * TypeScript 6's server, for machines that TypeScript 7 has no program for: `typescript-language-server`, which speaks the
 * protocol, over `tsserver`. Both are JavaScript and run in the Node that runs us.
 */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import type { ServerDialect } from "./server-dialect.ts";
import { editsOnly, inOrder, plainAction, plainLegend, withImportSource } from "./typescript6-answers.ts";
import { askForDiagnostics } from "./typescript6-diagnostics.ts";
import { organizeImports } from "./typescript6-organize.ts";
import { formatFor, preferencesFor } from "./typescript6-preferences.ts";

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
