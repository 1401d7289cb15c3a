/** The modules beside the notebook, in its image: loaded as the kernel loads them. What takes the compiler was compiled by the export. */
import { existsSync, readFileSync } from "node:fs";
import { relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { compileModule } from "../../modules/compile-module.ts";
import { hookModules } from "../../modules/hook-modules.ts";
import { splitMap } from "../../modules/strip.ts";
import { compiledPath } from "../code/compiled-path.ts";

const folder = new URL(".", import.meta.url);

/** The library of the cells, where they use it. */
export const libraryUrl = new URL("./pipenb.mjs", import.meta.url).href;

/** Installs it for this process or thread. */
export function loadLocalModules(): void {
  hookModules((text, path) => {
    const below = relative(fileURLToPath(folder), path).split(sep).join("/");
    const compiled = new URL(compiledPath(below), folder);
    return existsSync(compiled) ? splitMap(readFileSync(compiled, "utf8")) : compileModule(text, path);
  }, libraryUrl);
}
