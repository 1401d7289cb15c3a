/** What identifies a pipeline's code and what it runs in: the same notebook, packages and files give the same hash, on every machine. */
import { createHash } from "node:crypto";
import type { FrontMatter } from "../notebook/front-matter.ts";

/** `sha256:…` over the files, and over that of the front matter which decides what they run in; not over limits, which change no result. */
export function codeHash(
  { image, environment }: Pick<FrontMatter, "image" | "environment">,
  files: ReadonlyMap<string, string | Uint8Array>,
): string {
  const { base, apt, npm, dockerfile } = image;
  const hash = createHash("sha256").update(JSON.stringify({ base, apt, npm, dockerfile, environment }));
  for (const [path, content] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const length = typeof content === "string" ? Buffer.byteLength(content) : content.byteLength;
    hash.update(`\n${JSON.stringify(path)} ${length}\n`).update(content);
  }
  return `sha256:${hash.digest("hex")}`;
}
