/** The build context of the environment image, and the key that names it. */
import { createHash } from "node:crypto";
import type { FrontMatter } from "../../notebook/front-matter.ts";
import type { ArchiveEntry } from "../engine/engine.ts";
import { packageJson } from "../lock/package-json.ts";
import { pinned } from "../lock/pinned.ts";
import { environmentDockerfile } from "./environment-dockerfile.ts";

/** Dockerfile, `package.json` and, where the notebook has npm packages, `package-lock.json`. */
export function environmentContext(notebook: {
  readonly frontMatter: FrontMatter;
  /** Text of the npm lock. */
  readonly lock?: string | undefined;
  readonly name: string;
}): readonly ArchiveEntry[] {
  const { frontMatter, lock, name } = notebook;
  const { npm } = frontMatter.image;
  const hasLock = lock !== undefined && Object.keys(npm).length > 0;
  const installed = hasLock ? pinned(npm, lock) : { npm, lock: undefined };
  return [
    { path: "Dockerfile", contents: environmentDockerfile({ frontMatter, hasLock }) },
    { path: "package.json", contents: packageJson({ name, npm: installed.npm }) },
    ...(installed.lock === undefined ? [] : [{ path: "package-lock.json", contents: installed.lock }]),
  ];
}

/** Sixteen hexadecimal digits that change with any file of the context and any build argument. */
export function environmentKey(
  entries: readonly ArchiveEntry[],
  buildArgs: Readonly<Record<string, string>> = {},
): string {
  const hash = createHash("sha256");
  const part = (contents: string | Uint8Array): void => {
    hash.update(`${Buffer.byteLength(contents)}\n`).update(contents);
  };
  for (const entry of entries.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    part(entry.path);
    part(entry.contents);
    part(String(entry.mode ?? 0o644));
  }
  for (const [name, value] of Object.entries(buildArgs).sort(([a], [b]) => (a < b ? -1 : 1))) {
    part(name);
    part(value);
  }
  return hash.digest("hex").slice(0, 16);
}
