/** The compiler as the last resort, for what neither V8 nor Node's own type stripping can run: decorators. */
import ts from "typescript";

/** TypeScript to JavaScript with an inline source map that names the source by `fileName`. */
export function transpileWithTypeScript(text: string, fileName = "module.ts"): string {
  return ts.transpileModule(text, {
    fileName,
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      verbatimModuleSyntax: true,
      inlineSourceMap: true,
    },
  }).outputText;
}
