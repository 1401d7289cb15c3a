/** Loaded before the runtime, and before every worker thread that cells start: modules beside the notebook are compiled like cells. */
import { createRequire } from "node:module";
import { parse } from "acorn";
import { compileModule } from "../modules/compile-module.ts";
import type { CompileModule } from "../modules/compile-module.ts";
import { hookModules } from "../modules/hook-modules.ts";
import { splitMap } from "../modules/strip.ts";

const require = createRequire(import.meta.url);
const compiler = "./transpile.mjs";

/** The compiler proper, which is large, only where nothing else will do; a module is loaded at once or not at all. */
const withCompiler: CompileModule = (text, path) => {
  // SAFETY: the one export of kernel/transpile.ts.
  const { transpileWithTypeScript } = require(compiler) as typeof import("./transpile.ts");
  return splitMap(transpileWithTypeScript(text, path));
};

const compile: CompileModule = (text, path) => {
  if (/\.[jt]sx$/.test(path)) return withCompiler(text, path);
  const stripped = compileModule(text, path);
  return /@|\baccessor\b/.test(stripped.code) && !isPlain(stripped.code)
    ? withCompiler(text, path)
    : stripped;
};

hookModules(compile, new URL("./pipenb.mjs", import.meta.url).href);

/** Whether it is JavaScript as V8 knows it. */
function isPlain(code: string): boolean {
  try {
    parse(code, { ecmaVersion: "latest", sourceType: "module" });
    return true;
  } catch {
    return false;
  }
}
