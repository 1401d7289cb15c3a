/** What a client asks about values and files that only the running kernel has. */
import { opendir, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import type { Knowledge, KnowledgeRequest, KnownTable, KnownFile } from "../../protocol/knowledge.ts";
import type { Session } from "./session.ts";

/** What is needed of the session. */
export type Knowing = Pick<Session, "ask" | "busy" | "workingFolder" | "sources">;

type Told = Partial<Knowledge> & { readonly status: "ok"; readonly busy: boolean };

/** Content of `pipenb_knowledge_reply`. */
export async function tellKnowledge(request: KnowledgeRequest, session: Knowing): Promise<Told> {
  const { busy } = session;
  if (request.about === "files") {
    const files = await listFiles(await session.workingFolder(), request.folder, request.prefix);
    return { status: "ok", busy, files: [...files] };
  }
  const [told] = await session.ask({ about: "knowledge", request });
  // SAFETY: made by the runtime, our own program.
  const known = told === undefined ? {} : (JSON.parse(told) as Partial<Knowledge>);
  if (request.about !== "tables" || busy) return { status: "ok", busy, ...known };
  return { status: "ok", busy, ...known, tables: withCreated(known.tables ?? [], session.sources) };
}

const create =
  /\bCREATE\s+(?:OR\s+REPLACE\s+)?(?:TEMP(?:ORARY)?\s+)?(?:TABLE|VIEW)\s+(?:IF\s+NOT\s+EXISTS\s+)?(?:\\?"([^"\\\n]+)\\?"|([\p{L}_][\p{L}\p{N}_]*))(?![\p{L}\p{N}_]|\s*\.)/giu;

/**
 * With those that the code of cells names, of which the columns are not known: no other connection sees temporary ones, and those
 * of a database that no variable holds.
 */
function withCreated(tables: readonly KnownTable[], sources: readonly string[]): KnownTable[] {
  const known = new Set(tables.map(({ name }) => name.toLowerCase()));
  const created: KnownTable[] = [];
  for (const source of sources)
    for (const [, quoted, plain] of source.matchAll(create)) {
      const name = quoted ?? plain ?? "";
      if (known.has(name.toLowerCase())) continue;
      known.add(name.toLowerCase());
      created.push({ kind: "table", name, columns: [] });
    }
  return [...tables, ...created];
}

/** Entries that are looked at, and that are told. */
const mostRead = 20_000;
const mostTold = 500;

/**
 * Files and folders for a path that is being written, read beside the cells, so that a running one delays nothing: folders
 * first, by name; hidden ones where the prefix asks for them. [] where the folder cannot be read.
 */
export async function listFiles(from: string, folder: string, prefix: string): Promise<readonly KnownFile[]> {
  const path = resolve(from, folder.startsWith("~/") ? join(homedir(), folder.slice(2)) : folder);
  const found: Promise<KnownFile>[] = [];
  let read = 0;
  try {
    for await (const entry of await opendir(path)) {
      read += 1;
      if (read > mostRead || found.length >= mostTold) break;
      const { name } = entry;
      if (!name.toLowerCase().startsWith(prefix.toLowerCase())) continue;
      if (name.startsWith(".") && !prefix.startsWith(".")) continue;
      found.push(
        entry.isSymbolicLink()
          ? isFolderAt(join(path, name)).then((isFolder) => ({ name, isFolder }))
          : Promise.resolve({ name, isFolder: entry.isDirectory() }),
      );
    }
  } catch {
    // No such folder, or not for us.
    return [];
  }
  return (await Promise.all(found)).toSorted(
    (one, other) => Number(other.isFolder) - Number(one.isFolder) || (one.name < other.name ? -1 : 1),
  );
}

async function isFolderAt(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    // A link to nowhere.
    return false;
  }
}
