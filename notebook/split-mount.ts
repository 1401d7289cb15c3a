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
