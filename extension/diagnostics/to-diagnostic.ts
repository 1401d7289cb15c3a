import * as vscode from "vscode";
import type { Problem } from "../../notebook/model.ts";

/** The problem as the editor shows it, from its 0-based place to the line's end, however long the line is. */
export function toDiagnostic(problem: Problem, line: number, character: number): vscode.Diagnostic {
  const range = new vscode.Range(line, character, line, Number.MAX_SAFE_INTEGER);
  const { message, remedy, severity } = problem;
  const diagnostic = new vscode.Diagnostic(
    range,
    remedy === undefined ? message : `${message} ${remedy}`,
    severity === "error" ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning,
  );
  diagnostic.source = "pipenb";
  return diagnostic;
}
