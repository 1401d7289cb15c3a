/**
 * Parts that only some cells need: loaded when first used and synchronously, so that what is displayed keeps its order and
 * `$` is at once what it is. scripts/build.mjs builds each as a file of its own.
 */
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const fromSource = import.meta.url.endsWith(".ts");

/** The exports of the file `NAME.ts` of this project. */
export function loadLazily(name: string): unknown {
  return require(fromSource ? `../${name}.ts` : `./${name.replace(/^kernel\//, "")}.mjs`);
}
