/** Notebooks for the tests of the language features, and the packages that they import. */
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

const packages = resolve(import.meta.dirname, "../../../node_modules");

/** Puts a notebook, or a module beside it, into the workspace; gives its path. */
export function writeInto(folder: string, name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

/** Makes packages of the checkout those of the workspace. */
export function linkPackages(folder: string, names: readonly string[]): void {
  for (const name of names) {
    const link = join(folder, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(packages, name), link);
  }
}

/** A front matter that names packages of the image. */
export function frontMatter(npm: Readonly<Record<string, string>>): string {
  return `/* ---\npipenb: 1\nimage:\n  npm: ${JSON.stringify(npm).replaceAll('"', "'")}\n--- */\n\n`;
}
