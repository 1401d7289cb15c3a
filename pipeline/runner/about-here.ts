import { readFileSync } from "node:fs";
import { aboutFile, readAbout } from "../result/about.ts";
import type { About } from "../result/about.ts";

/** What the export beside this runner tells of itself. */
export function aboutHere(): About {
  try {
    return readAbout(readFileSync(new URL(aboutFile, import.meta.url), "utf8"));
  } catch {
    return readAbout(undefined); // somebody has put the folder together by hand
  }
}
