/** A module that TypeScript did not find, in pipenb's own words. */
import { missingModule } from "../../notebook/specifiers/missing-module.ts";
import type { MissingModule } from "../../notebook/specifiers/missing-module.ts";

/** TypeScript's numbers for it. */
const notFound: ReadonlySet<number> = new Set([2307, 2792, 2834, 2835, 2882, 7016]);

interface Diagnosed {
  readonly code: number;
  /** The file that imports, and where in it the diagnostic begins. */
  readonly text: string;
  readonly start: number;
  /** `image.npm` of the front matter. */
  readonly npm: Readonly<Record<string, string>>;
}

/** "expected" where nothing is wrong; undefined for another diagnostic. */
export function explainMissingModule({
  code,
  text,
  start,
  npm,
}: Diagnosed): MissingModule | "expected" | undefined {
  if (!notFound.has(code)) return undefined;
  const specifier = /^(["'`])(?<name>[^\r\n]*?)\1/.exec(text.slice(start))?.groups?.["name"];
  // One that does not end on its line is told as such, and swallows what comes behind it.
  return specifier === undefined ? "expected" : missingModule(specifier, npm);
}
