/** Which types are kept: those of images that were used lately. Pure. */

const day = 24 * 60 * 60 * 1000;
const keptFolders = 20;
const keptMilliseconds = 30 * day;
/** A window that is open touches what it uses more often than this. */
const surelyInUseMilliseconds = day;

/** Beyond the twenty used last, and what was not used for thirty days; never what was used within a day. */
export function foldersToRemove(
  folders: readonly { readonly folder: string; /** Milliseconds since the epoch. */ readonly used: number }[],
  now: number,
): readonly string[] {
  return folders
    .toSorted((a, b) => b.used - a.used)
    .filter(({ used }, rank) => {
      const age = now - used;
      return age > surelyInUseMilliseconds && (rank >= keptFolders || age > keptMilliseconds);
    })
    .map(({ folder }) => folder);
}
