/** Reads a Jupyter notebook (nbformat 4) into a notebook. Outputs stay behind, as a `.pipenb` has none. */
import { parseNotebook } from "../format/parse.ts";
import { FrontMatterSchema } from "../front-matter.ts";
import type { ImportFinding, ImportResult } from "../foreign/imported.ts";
import { newFrontMatter } from "../foreign/new-front-matter.ts";
import type { Cell, Notebook, Problem } from "../model.ts";
import { cellFromIpynb } from "./cell-from-ipynb.ts";
import { IpynbSchema, NotebookExtraSchema } from "./ipynb-schema.ts";
import { readJson } from "./read-json.ts";

/** Metadata of a Jupyter notebook that says nothing a `.pipenb` needs. */
const EXPECTED_METADATA = new Set(["kernelspec", "language_info", "pipenb", "title", "orig_nbformat"]);

/** The notebook in the text of an `.ipynb` file, and what could not be taken over. */
export function fromIpynb(json: string): ImportResult {
  const read = readJson(json);
  if (read.kind === "failed") return read;
  const result = IpynbSchema.safeParse(read.value);
  if (!result.success) return { kind: "failed", problem: notIpynb(read.value) };
  const { cells: list, metadata } = result.data;
  const isOwn = NotebookExtraSchema.safeParse(metadata["pipenb"]).data?.head !== undefined;
  const findings: ImportFinding[] = [...metadataFindings(metadata)];
  const cells: Cell[] = [];
  list.forEach((value, index) => {
    const from = cellFromIpynb(value, cells, isOwn);
    cells.push(from.cell);
    findings.push(...from.findings.map((finding) => ({ ...finding, cell: index })));
  });
  return { kind: "notebook", isOwn, notebook: { ...headOf(metadata), cells }, findings };
}

/** The front matter that went out with `toIpynb`; for a notebook from elsewhere the defaults and its title. */
function headOf(metadata: Readonly<Record<string, unknown>>): Omit<Notebook, "cells"> {
  const extra = NotebookExtraSchema.safeParse(metadata["pipenb"]);
  const given = FrontMatterSchema.safeParse(extra.data?.frontMatter);
  const head = extra.data?.head === undefined ? undefined : parseNotebook(extra.data.head).notebook;
  // Only bytes that are a head and nothing more can stand before the cells.
  if (head?.head !== undefined && head.cells.length === 0) {
    return { frontMatter: given.data ?? head.frontMatter, head: head.head, eol: head.eol };
  }
  return { frontMatter: given.data ?? newFrontMatter(metadata["title"]), eol: "\n" };
}

function notIpynb(value: unknown): Problem {
  const version =
    typeof value === "object" && value !== null && "nbformat" in value ? value.nbformat : undefined;
  const isOther = typeof version === "number" && version !== 4;
  return {
    severity: "error",
    message: isOther
      ? `This Jupyter notebook is of format ${version}; only format 4 can be read.`
      : "This is not a Jupyter notebook: it has no list of cells, or no `nbformat: 4`.",
    remedy: isOther ? "Convert it with `jupyter nbconvert --to notebook`." : "Choose an `.ipynb` file.",
    line: 1,
    column: 1,
  };
}

function metadataFindings(metadata: Readonly<Record<string, unknown>>): readonly ImportFinding[] {
  const findings: ImportFinding[] = [];
  const lost = Object.entries(metadata).filter(
    ([key, value]) => !EXPECTED_METADATA.has(key) && !isEmptyObject(value),
  );
  if (lost.length > 0) {
    findings.push({
      message: `The notebook's metadata ${lost.map(([key]) => key).join(", ")} is left behind.`,
      remedy: "Keep the .ipynb if it is needed.",
    });
  }
  const language = languageOf(metadata);
  if (language !== undefined && !/^(typescript|javascript)$/i.test(language)) {
    findings.push({
      message: `The cells are written in ${language}; they are taken over as they are.`,
      remedy: "Rewrite them in TypeScript.",
    });
  }
  return findings;
}

function isEmptyObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

function languageOf(metadata: Readonly<Record<string, unknown>>): string | undefined {
  const language = field(metadata["language_info"], "name") ?? field(metadata["kernelspec"], "language");
  return typeof language === "string" ? language : undefined;
}

function field(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}
