/** TypeScript 7's own server, a program of the machine's kind: shipped beside ours, or in the checkout's packages. */
import { execFile } from "node:child_process";
import { chmod } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import type { Diagnostic, DocumentDiagnosticReport } from "vscode-languageserver-protocol";
import type { Ask, ServerDialect } from "./server-dialect.ts";

const run = promisify(execFile);
/** Of settings. The first is what the others differ from. */
const sections = ["js/ts", "typescript", "javascript", "editor"];
const probeMilliseconds = 30_000;
const executable = process.platform === "win32" ? "tsc.exe" : "tsc";

/** Path of the program that runs on this machine; undefined when there is none. `shipped` is the folder of what is shipped beside ours. */
export async function findNativeServer(shipped: string): Promise<string | undefined> {
  for (const folder of [resolve(shipped, "typescript", "lib"), ...packageFolders()]) {
    const program = join(folder, executable);
    if ((await runs(program)) || ((await madeExecutable(program)) && (await runs(program)))) return program;
  }
  return undefined;
}

/** How that program is spoken with. */
export function nativeDialect(program: string): ServerDialect {
  return {
    name: "TypeScript 7",
    program: { command: program, arguments: ["--lsp", "--stdio"] },
    settings: (configuration) =>
      Object.fromEntries(sections.map((section) => [section, configuration(section) ?? {}])),
    takesChangedSettings: true,
    diagnose: pullDiagnostics,
  };
}

/** In a checkout; a packed extension has no packages. */
function packageFolders(): string[] {
  try {
    const name = `@typescript/typescript-${process.platform}-${process.arch}/package.json`;
    return [join(dirname(createRequire(import.meta.url).resolve(name)), "lib")];
  } catch {
    return [];
  }
}

async function runs(program: string): Promise<boolean> {
  try {
    const { stdout } = await run(program, ["--version"], { timeout: probeMilliseconds, windowsHide: true });
    return stdout.startsWith("Version 7.");
  } catch {
    return false;
  }
}

/** Some installers drop the permission to run files. */
async function madeExecutable(program: string): Promise<boolean> {
  try {
    await chmod(program, 0o755);
    return true;
  } catch {
    return false;
  }
}

/** Problems from a server that gives them when asked (`textDocument/diagnostic`). */

/** The problems of an open file. */
async function pullDiagnostics(
  ask: Ask,
  uri: string,
  signal: AbortSignal | undefined,
): Promise<readonly Diagnostic[]> {
  // SAFETY: the protocol's own type, of a server that announces this request.
  const report = (await ask(
    "textDocument/diagnostic",
    { textDocument: { uri } },
    signal,
  )) as DocumentDiagnosticReport;
  // "unchanged" is said only to those who name an earlier report.
  return report.kind === "full" ? report.items : [];
}
