/** What is installed in folders on disk, as far as types go. */
import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isThere } from "../files/make-folder.ts";

const declaration = /\.d\.(?:[^/]+\.)?[cm]?ts$/;

const inside = (folder: string, name: string): string => join(folder, "node_modules", name);

/** The first of the folders that has the package. */
export async function folderWith(folders: readonly string[], name: string): Promise<string | undefined> {
  for (const folder of folders) if (await isThere(join(inside(folder, name), "package.json"))) return folder;
  return undefined;
}

/** Whether the package in the folder has declarations, of its own or as `@types/…`. */
export async function hasTypes(folder: string, name: string): Promise<boolean> {
  const apart = `@types/${name.replace(/^@/, "").replace("/", "__")}`;
  return (
    (await isThere(join(inside(folder, apart), "package.json"))) || hasDeclarations(inside(folder, name))
  );
}

/** Nearest first: most packages have theirs at the top. */
async function hasDeclarations(folder: string): Promise<boolean> {
  const waiting = [folder];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    for (const entry of await readdir(next, { withFileTypes: true }).catch(() => [])) {
      if (entry.isFile() && entry.name !== "package.json" && isDeclaration(entry.name)) return true;
      if (entry.isDirectory() && entry.name !== "node_modules") waiting.push(join(next, entry.name));
    }
  }
  return false;
}

/** The folder and those above it that have a `node_modules`, nearest first. */
export async function foldersAbove(folder: string): Promise<readonly string[]> {
  const all: string[] = [];
  for (let at = folder; ; at = dirname(at)) {
    if (await isThere(join(at, "node_modules"))) all.push(at);
    if (dirname(at) === at) return all;
  }
}

/** Whether a file tells the compiler something about a package: its declarations, and each `package.json` that says where they are. */
export function isDeclaration(path: string): boolean {
  return declaration.test(path) || /(?:^|\/)package\.json$/.test(path);
}
