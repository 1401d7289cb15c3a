/** The JavaScript of those modules that only the compiler can make run: the image has none. The runner takes it in their place. */
import { needsCompiler } from "../../notebook/analysis/needs-compiler.ts";
import { transpileWithTypeScript } from "../../notebook/transpile/transpile.ts";
import { compiledPath } from "./compiled-path.ts";

/** By path; nothing for most notebooks. */
export function compiledModules(modules: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map(
    [...modules].flatMap(([path, text]) =>
      /\.[cm]?[jt]sx?$/.test(path) && needsCompiler(path, text)
        ? [[compiledPath(path), transpileWithTypeScript(text, path)] as const]
        : [],
    ),
  );
}
