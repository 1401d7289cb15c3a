/**
 * The files that an import may mean: the one it names, TypeScript where it names what that would be compiled to, a file whose
 * ending it leaves out, or the index of a folder. The kernel, the image, `check` and the export all ask here.
 */

/** What a name may stand for, as TypeScript itself has it. */
const sources: Readonly<Record<string, readonly string[]>> = {
  ".js": [".ts", ".tsx"],
  ".jsx": [".tsx"],
  ".mjs": [".mts"],
  ".cjs": [".cts"],
};

/** Whether an import names a file or a folder by its way from the file that imports; all else is a package, or an address. */
export const namesFile = (specifier: string): boolean => /^\.{1,2}(?:\/|$)/.test(specifier);

const endings = [".ts", ".tsx", ".js", ".jsx"];

/** Paths in the order in which they are looked for; of any kind, as long as its parts are divided by "/". */
export function filesMeant(path: string): readonly string[] {
  const isFolder = /(?:^|\/)\.{0,2}$/.test(path);
  const folder = path.replace(/\/$/, "");
  const indexes = endings.map((ending) => `${folder}/index${ending}`);
  if (isFolder) return indexes;
  const ending = /\.[cm]?jsx?$/.exec(path)?.[0] ?? "";
  const written = path.slice(0, path.length - ending.length);
  const compiled = (sources[ending] ?? []).map((source) => `${written}${source}`);
  return [path, ...compiled, ...endings.map((each) => `${path}${each}`), ...indexes];
}
