/** The mounts of a notebook: those of its front matter, and those that its image has besides. */

/** One entry of `mounts`, `source:target` with `:ro` or `:rw` behind it, in its parts; undefined for what is none. */
export function splitMount(
  text: string,
): { readonly source: string; readonly target: string; readonly mode: "ro" | "rw" | undefined } | undefined {
  // A drive letter of Windows holds a colon too.
  const [, source = "", target = "", mode] =
    /^([A-Za-z]:[\\/][^:]*|[^:]+):([^:]+)(?::(ro|rw))?$/.exec(text) ?? [];
  if (source.trim() === "" || target.trim() === "") return undefined;
  return { source, target, mode: mode === "ro" || mode === "rw" ? mode : undefined };
}

/** What an image has from beside its notebook, each folder at the same place below the working directory, unless the notebook mounts it. */
const usual = [
  { folder: "data/input", readOnly: true },
  { folder: "data/output", readOnly: false },
] as const;

/** The usual folders of an image's inputs and results. */
export const usualFolders: readonly string[] = usual.map(({ folder }) => folder);

/** Those of them that the front matter's own mounts neither give from there nor put something else at. */
export function usualMounts(own: readonly string[]): readonly (typeof usual)[number][] {
  const taken = own.flatMap((mount) => {
    const { source, target } = splitMount(mount) ?? { source: mount, target: mount };
    return [plain(source), plain(target)];
  });
  return usual.filter(({ folder }) => !taken.includes(folder));
}

/** `./data/output/` and `/app/work/data/output` are `data/output`. */
function plain(path: string): string {
  return path.replace(/^(\.|\/app\/work)\//, "").replace(/\/$/, "");
}
