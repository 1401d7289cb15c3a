/** What `node:path` exports: TypeScript 7 does not offer it for import, as its declarations say it is one value with members. */
import * as path from "node:path";
import type { AddedImport } from "./import-edits.ts";

const exported: ReadonlyMap<string, "function" | "constant"> = new Map(
  Object.entries(path)
    .filter(([name]) => /^[a-z]+$/i.test(name) && !["default", "posix", "win32"].includes(name))
    .map(([name, value]) => [name, typeof value === "function" ? "function" : "constant"]),
);

/** Its functions and constants. */
export const pathExports: readonly { readonly name: string; readonly kind: "function" | "constant" }[] = [
  ...exported,
].map(([name, kind]) => ({ name, kind }));

/** The import of one of them. */
export function pathImport(name: string): AddedImport | undefined {
  if (!exported.has(name)) return undefined;
  return { module: "node:path", imported: name, local: name, typeOnly: false, quote: '"' };
}
