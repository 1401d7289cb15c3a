/** `tsconfig.json` of an export: checks what Node runs. */
import { notebookCompilerOptions } from "../language/check/compiler-options.ts";
import { libraryName } from "../notebook/specifiers/advise-specifier.ts";
import type { CheckingOptions } from "../language/check/compiler-options.ts";

/** The text. Modules beside the notebook import the library by its name, wherever they are. */
export function exportTsconfig(checking: CheckingOptions, usesLibrary: boolean): string {
  const paths = usesLibrary ? { paths: { [libraryName]: ["./pipenb.d.mts"] } } : {};
  const compilerOptions = { ...notebookCompilerOptions(checking), ...paths };
  return `${JSON.stringify({ compilerOptions, include: ["**/*.ts"] }, undefined, 2)}\n`;
}
