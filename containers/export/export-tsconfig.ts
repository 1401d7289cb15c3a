/** `tsconfig.json` of an export: checks what Node runs. */
import { notebookCompilerOptions } from "../../notebook/check/compiler-options.ts";

/** The text. */
export function exportTsconfig(): string {
  return `${JSON.stringify({ compilerOptions: notebookCompilerOptions, include: ["**/*.ts"] }, undefined, 2)}\n`;
}
