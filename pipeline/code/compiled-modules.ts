/** The JavaScript of an export's TypeScript, made while the compiler is at hand. */
import { needsCompiler } from "../../notebook/analysis/needs-compiler.ts";
import { javaScriptOf } from "../../notebook/transpile/transpile.ts";
import { checksum } from "./compiled-form.ts";
import type { CompiledForms } from "./compiled-form.ts";

/** Of those files that are not JavaScript as they are, by path. */
export function compiledModules(files: ReadonlyMap<string, string>): CompiledForms {
  const forms: Record<string, CompiledForms[string]> = {};
  for (const [path, text] of files) {
    if (!/\.[cm]?[jt]sx?$/.test(path) || /\.d\.[cm]?ts$/.test(path)) continue;
    const byCompiler = needsCompiler(path, text);
    if (!byCompiler && !/\.[cm]?ts$/.test(path)) continue;
    forms[path] = { of: checksum(text), code: javaScriptOf(text, path), byCompiler };
  }
  return forms;
}
