/** Where a text is no TypeScript. */
import ts from "typescript";
import type { Finding } from "./finding.ts";

/** What the parser complains about; types are not looked at. */
export function syntaxProblems(text: string): readonly Finding[] {
  const { diagnostics = [] } = ts.transpileModule(text, {
    fileName: "parameters.ts",
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.Latest, module: ts.ModuleKind.ESNext },
  });
  return diagnostics.map(({ start = 0, messageText }) => ({
    at: start,
    message: `This is no TypeScript: ${ts.flattenDiagnosticMessageText(messageText, " ")}`,
    remedy: "Mend the declaration, such as: const limit: number = 100;",
  }));
}
