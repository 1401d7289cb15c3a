/** Problems from a server that gives them when asked (`textDocument/diagnostic`). */
import type { Diagnostic, DocumentDiagnosticReport } from "vscode-languageserver-protocol";
import type { Ask } from "./server-dialect.ts";

/** The problems of an open file. */
export async function pullDiagnostics(
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
