/** `tsconfig.json` of an export: checks what Node runs. */
import { notebookCompilerOptions } from "../language/check/compiler-options.ts";
import type { CheckingOptions } from "../language/check/compiler-options.ts";

/** The text. */
export function exportTsconfig(checking: CheckingOptions): string {
  return `${JSON.stringify({ compilerOptions: notebookCompilerOptions(checking), include: ["**/*.ts"] }, undefined, 2)}\n`;
}
