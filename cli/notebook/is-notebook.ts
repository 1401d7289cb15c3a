import { existsSync } from "node:fs";
import { extname } from "node:path";

/** What is a file, or is called like one of a notebook, is meant as a notebook; everything else as an image. */
export function isNotebook(what: string): boolean {
  return [".pipenb", ".ipynb", ".ts"].includes(extname(what)) || existsSync(what);
}
