import { FrontMatterSchema, type FrontMatter } from "../front-matter.ts";

/** The defaults, and the title where there is one. */
export function newFrontMatter(title: unknown): FrontMatter {
  return FrontMatterSchema.parse(
    typeof title === "string" && title.trim() !== "" ? { pipenb: 1, title: title.trim() } : { pipenb: 1 },
  );
}
