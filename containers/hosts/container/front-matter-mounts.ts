/** The mounts of the front matter, `source:target[:ro]`, with their sources made where they are missing. */
import { chown, mkdir, stat } from "node:fs/promises";
import { dirname, posix, relative, resolve, sep } from "node:path";
import { splitMount } from "../../../notebook/mounts.ts";
import type { Mount } from "../../engine/engine.ts";
import { wordsOf } from "../../error-with-facts.ts";
import { HostError } from "../host-error.ts";

/** Working directory of cells. */
export const workFolder = "/app/work";

/** Reads one entry; a relative source is one beside the notebook, a relative target one in the working directory. */
export function parseMount(text: string, notebookFolder: string): Mount {
  const parts = splitMount(text);
  if (parts === undefined) throw new HostError({ code: "mount-form", text });
  return {
    kind: "bind",
    source: resolve(notebookFolder, parts.source),
    target: posix.resolve(workFolder, parts.target),
    readOnly: parts.mode === "ro",
  };
}

/** All of them, ready to be mounted. `user` ("uid:gid") owns what had to be made. */
export async function frontMatterMounts(
  mounts: readonly string[],
  notebookFolder: string,
  user: string | undefined,
): Promise<readonly Mount[]> {
  const parsed = mounts.map((text) => parseMount(text, notebookFolder));
  for (const { source } of parsed) await ensureSource(source, user);
  return parsed;
}

/** The engine would make a missing one too, but as root. */
async function ensureSource(source: string, user: string | undefined): Promise<void> {
  if ((await stat(source).catch(() => undefined)) !== undefined) return;
  let first: string | undefined;
  try {
    first = await mkdir(source, { recursive: true });
  } catch (cause) {
    throw new HostError({ code: "mount-source", folder: source, why: wordsOf(cause) }, { cause });
  }
  const [uid, gid] = (user ?? "").split(":").map(Number);
  if (first === undefined || uid === undefined || gid === undefined || process.getuid?.() !== 0) return;
  for (const made of foldersBetween(first, source)) await chown(made, uid, gid);
}

/** Each folder from `first` down to `last`. */
function foldersBetween(first: string, last: string): readonly string[] {
  const depth = relative(first, last)
    .split(sep)
    .filter((part) => part !== "").length;
  const folders = [last];
  for (let up = 0; up < depth; up += 1) folders.push(dirname(folders[up] ?? first));
  return folders;
}
