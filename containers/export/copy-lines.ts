/** COPY instructions that put files and folders at the same place under the working directory. */

/** For what may be a file or a folder: one instruction each. */
export function copyEach(paths: readonly string[], owner: string): string[] {
  return [...new Set(paths.map(plainPath))].map((path) => copy(owner, [path, `./${path}`]));
}

/** For files: one instruction for each folder they are in. */
export function copyFiles(paths: readonly string[], owner: string): string[] {
  const byFolder = new Map<string, string[]>();
  for (const path of [...paths].sort()) {
    const folder = path.slice(0, path.lastIndexOf("/") + 1);
    byFolder.set(folder, [...(byFolder.get(folder) ?? []), path]);
  }
  return [...byFolder].map(([folder, files]) => copy(owner, [...files, `./${folder}`]));
}

/** `./data/` is `data`. */
function plainPath(path: string): string {
  const parts = path.split("/").filter((part) => part !== "" && part !== ".");
  return parts.length === 0 ? "." : parts.join("/");
}

/** Names with a space or a sign in them need the JSON form. */
function copy(owner: string, words: readonly string[]): string {
  const plain = words.every((word) => /^[\w@./+-]+$/.test(word));
  return `COPY --chown=${owner} ${plain ? words.join(" ") : JSON.stringify(words)}`;
}
