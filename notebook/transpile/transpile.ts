/** TypeScript to JavaScript with the compiler: where there is time for it, and for what nothing else can do (decorators, `accessor`, JSX). */
import { posix } from "node:path";
import tsBlankSpace from "ts-blank-space";
import ts from "typescript";
import { needsCompiler } from "../analysis/needs-compiler.ts";

/** JavaScript, with an inline source map where it has not every place where the text has it. */
export function javaScriptOf(text: string, path: string): string {
  if (needsCompiler(path, text)) return transpileWithTypeScript(text, path);
  const standing: unknown[] = [];
  const code = tsBlankSpace(text, (node) => standing.push(node));
  return standing.length === 0 ? code : transpileWithTypeScript(text, path);
}

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
