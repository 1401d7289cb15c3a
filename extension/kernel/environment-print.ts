/** What a kernel was started for, key by key, so that it can be told later what of it is another. Pure. */
import { createHash } from "node:crypto";
import type { FrontMatter } from "../../notebook/front-matter.ts";

/** Short hashes by what they are of: keys of the front matter, and `lock`. */
export type EnvironmentPrint = Readonly<Record<string, string>>;

/** The title, and what only the exported image takes along. */
const withoutEffect = new Set(["pipenb", "title", "image", "image.files"]);

/** Of the front matter's keys that a kernel depends on. */
export function frontMatterPrint(frontMatter: FrontMatter): EnvironmentPrint {
  // Keys that may be absent are said to be, so that naming one is a change.
  const image = { memory: null, cpus: null, ...frontMatter.image };
  const inImage = Object.entries(image).map(([key, value]) => [`image.${key}`, value] as const);
  const keys = [...inImage, ...Object.entries(frontMatter)].filter(([key]) => !withoutEffect.has(key));
  return Object.fromEntries(keys.map(([key, value]) => [key, hashOf(JSON.stringify(value))]));
}

/** Of the lock's text; "" where there is none. */
export function lockPrint(lock: string | undefined): EnvironmentPrint {
  return { lock: lock === undefined ? "" : hashOf(lock) };
}

/** What is another now. What one of the two says nothing about is the same. */
export function changedKeys(before: EnvironmentPrint, now: EnvironmentPrint): readonly string[] {
  const known = Object.keys(now).filter((key) => Object.hasOwn(before, key));
  const changed = known.filter((key) => before[key] !== now[key]);
  // What follows from a changed key is no change of its own: packages are locked again, another base is another image.
  const follows = (key: string): boolean =>
    (key === "lock" && changed.includes("image.npm")) ||
    (key === imageKey && changed.some((each) => each.startsWith("image.")));
  return changed.filter((key) => !follows(key));
}

const imageKey = "the built image";

/** Of the image's id; "" where it would be built anew. */
export function imagePrint(id: string | undefined): EnvironmentPrint {
  return { [imageKey]: id ?? "" };
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("base64url").slice(0, 16);
}
