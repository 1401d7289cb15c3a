/** What an export would replace in its folder although no export wrote it, or somebody has changed it since. */
import type { BigIntStats } from "node:fs";
import { lstat, readFile, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { modeOf } from "../../containers/files/program-bytes.ts";
import { digestOf, type ExportRecord } from "./export-record.ts";

/** What is there of an export's files. Paths are below the folder. */
export interface Present {
  /** Hold what the export has for them; they are left alone. */
  readonly same: ReadonlySet<string>;
  /** Hold it too, but can be run where they should not, or the reverse: the mode that each should have. */
  readonly modes: ReadonlyMap<string, number>;
  /** Somebody's work; sorted. */
  readonly foreign: readonly string[];
  /** The first that cannot be replaced at all, and why. */
  readonly obstacle: string | undefined;
}

/** Looks at the folder. `notebookPath` is never replaced, under whatever name it is there. */
export async function presentFiles(
  folder: string,
  files: ReadonlyMap<string, string | Uint8Array>,
  record: ExportRecord,
  notebookPath: string | undefined,
): Promise<Present> {
  const same = new Set<string>();
  const modes = new Map<string, number>();
  const foreign: string[] = [];
  const obstacles: string[] = [];
  const notebook = notebookPath === undefined ? undefined : await statOf(notebookPath);
  for (const [path, contents] of files) {
    const found = await look(folder, path, contents, record);
    if (found.kind === "same") {
      same.add(path);
      if (found.mode !== undefined) modes.set(path, found.mode);
    }
    if (found.kind === "foreign") foreign.push(path);
    if (found.kind === "obstacle") obstacles.push(`${path} is there and is no file`);
    if (found.kind === "foreign" && isSameFile(found.stats, notebook))
      obstacles.push(`${path} is the notebook itself`);
  }
  return { same, modes, foreign: foreign.sort(), obstacle: obstacles[0] };
}

type Found =
  | { readonly kind: "absent" | "ours" | "obstacle" }
  | { readonly kind: "same"; readonly mode: number | undefined }
  | { readonly kind: "foreign"; readonly stats: BigIntStats | undefined };

async function look(
  folder: string,
  path: string,
  contents: string | Uint8Array,
  record: ExportRecord,
): Promise<Found> {
  const whole = join(folder, path);
  const isLink = await lstat(whole).then(
    (stats) => stats.isSymbolicLink(),
    () => false,
  );
  const stats = await statOf(whole);
  if (stats === undefined) {
    // A link that leads nowhere is somebody's; so is a file where a folder has to be.
    if (isLink) return { kind: "foreign", stats };
    return { kind: (await isFolderOrAbsent(folder, dirname(path))) ? "absent" : "obstacle" };
  }
  if (!stats.isFile()) return { kind: "obstacle" };
  const present = await readFile(whole);
  if (present.equals(Buffer.from(contents))) return { kind: "same", mode: otherMode(stats, contents) };
  return !isLink && record[path] === digestOf(present) ? { kind: "ours" } : { kind: "foreign", stats };
}

/** Who may read it may run a program; everything else of a file's mode is left as it is. */
function otherMode(stats: BigIntStats, contents: string | Uint8Array): number | undefined {
  const mode = Number(stats.mode) & 0o7777;
  const isProgram = modeOf(contents) !== undefined;
  if (process.platform === "win32" || isProgram === ((mode & 0o100) !== 0)) return undefined;
  return isProgram ? mode | ((mode & 0o444) >> 2) : mode & ~0o111;
}

async function isFolderOrAbsent(folder: string, path: string): Promise<boolean> {
  const stats = await statOf(join(folder, path));
  if (stats !== undefined) return stats.isDirectory();
  return path === "." || isFolderOrAbsent(folder, dirname(path));
}

/** undefined for what is not there; a file on the way to it counts so too. */
async function statOf(path: string): Promise<BigIntStats | undefined> {
  try {
    return await stat(path, { bigint: true });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw error;
  }
}

function isSameFile(a: BigIntStats | undefined, b: BigIntStats | undefined): boolean {
  return a !== undefined && b !== undefined && a.dev === b.dev && a.ino === b.ino;
}
