/** The compiler as the last resort, for what neither V8 nor Node's own type stripping can run: decorators, `accessor`, elements (JSX). */
import { posix } from "node:path";
import ts from "typescript";

/** TypeScript to JavaScript with an inline source map that names the source by its file's name. */
export function transpileWithTypeScript(text: string, fileName = "module.ts"): string {
  return ts.transpileModule(text, {
    fileName: posix.basename(fileName),
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      jsx: ts.JsxEmit.ReactJSX,
      allowJs: true,
      verbatimModuleSyntax: true,
      inlineSourceMap: true,
    },
  }).outputText;
}
