/** The lock beside the notebook: `daily.pipenb` has `daily.lock.json`. */
import { readFile } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { replaceFile } from "../files/replace-file.ts";
import { wordsOf } from "../error-with-facts.ts";
import { NpmError } from "./npm-error.ts";
import { lockMatches } from "./lock-matches.ts";
import { makeLock, type LockRequest } from "./make-lock.ts";

/** Where a notebook's lock stands. */
export function lockPath(notebookPath: string): string {
  return join(dirname(notebookPath), `${nameOf(notebookPath)}.lock.json`);
}

/** The lock's text, made by npm and written when it is missing or out of date; undefined for a notebook without npm packages. Throws {@link NpmError}. */
export async function ensureLock(
  request: Omit<LockRequest, "name"> & { readonly notebookPath: string },
): Promise<string | undefined> {
  if (Object.keys(request.npm).length === 0) return undefined;
  const path = lockPath(request.notebookPath);
  const present = await readIfThere(path);
  if (present !== undefined && lockMatches(present, request.npm)) return present;
  const made = await makeLock({ ...request, name: nameOf(request.notebookPath) });
  await writeLock(path, made);
  return made;
}

/** What is there of a lock that fits the notebook's packages. */
export type PresentLock =
  /** `text` is undefined for a notebook without npm packages, which needs none. */
  { readonly kind: "fits"; readonly text: string | undefined } | { readonly kind: "missing" };

/** Looks for the notebook's lock and makes none. Throws {@link NpmError}. */
export async function readLock(
  notebookPath: string,
  npm: Readonly<Record<string, string>>,
): Promise<PresentLock> {
  if (Object.keys(npm).length === 0) return { kind: "fits", text: undefined };
  const text = await readIfThere(lockPath(notebookPath));
  return text !== undefined && lockMatches(text, npm) ? { kind: "fits", text } : { kind: "missing" };
}

function nameOf(notebookPath: string): string {
  return basename(notebookPath, extname(notebookPath));
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw fileError("read", path, error);
  }
}

async function writeLock(path: string, text: string): Promise<void> {
  try {
    await replaceFile(path, text);
  } catch (error) {
    throw fileError("written", path, error);
  }
}

function fileError(done: "read" | "written", path: string, error: unknown): NpmError {
  return new NpmError({ code: "file", path, done, why: wordsOf(error) }, { cause: error });
}
