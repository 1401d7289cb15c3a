/** The compiler as a file of its own, for modules that nothing else can compile. */
export { transpileWithTypeScript } from "../notebook/transpile/transpile.ts";
