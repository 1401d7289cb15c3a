/** Reads a notebook of the Node.js notebooks extension (`.nnb`): JSON with a list of cells, each in a language of its own. */
import * as z from "zod";
import { newCell } from "../format/new-cell.ts";
import { readJson } from "../ipynb/read-json.ts";
import type { Cell } from "../model.ts";
import { cellOfLanguage } from "./cell-of-language.ts";
import type { ImportFinding, ImportResult } from "./imported.ts";
import { newFrontMatter } from "./new-front-matter.ts";

const NnbSchema = z.looseObject({
  cells: z.array(
    z.looseObject({
      language: z.string(),
      source: z.union([z.string(), z.array(z.string())]).transform((text) => [text].flat().join("\n")),
    }),
  ),
});

/** The notebook in the text of a `.nnb` file. */
export function fromNnb(json: string): ImportResult {
  const read = readJson(json.trim() === "" ? '{"cells":[]}' : json);
  if (read.kind === "failed") return read;
  const result = NnbSchema.safeParse(read.value);
  if (!result.success) return { kind: "failed", problem: notNnb };
  const findings: ImportFinding[] = [];
  const cells = result.data.cells.map(({ language, source }, cell): Cell => {
    const made = cellOfLanguage(language, source);
    if (made.finding !== undefined) findings.push({ ...made.finding, cell });
    return newCell(made);
  });
  const notebook = { frontMatter: newFrontMatter(undefined), eol: "\n", cells } as const;
  return { kind: "notebook", isOwn: false, notebook, findings };
}

const notNnb = {
  severity: "error",
  message:
    "This is no notebook of the Node.js notebooks extension: it has no list of cells with language and source.",
  remedy: "Choose a `.nnb` file.",
  line: 1,
  column: 1,
} as const;
