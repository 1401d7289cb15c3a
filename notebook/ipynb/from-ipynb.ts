/** Reads a Jupyter notebook (nbformat 4) into a notebook. Outputs stay behind, as a `.pipenb` has none. */
import { parseNotebook } from "../format/parse.ts";
import { FrontMatterSchema, type FrontMatter } from "../front-matter.ts";
import type { Cell, Notebook, Parsed, Problem } from "../model.ts";
import { cellFromIpynb } from "./cell-from-ipynb.ts";
import { IpynbSchema, NotebookExtraSchema } from "./ipynb-schema.ts";
import { readJson } from "./read-json.ts";

/** Metadata of a Jupyter notebook that says nothing a `.pipenb` needs. */
const EXPECTED_METADATA = new Set(["kernelspec", "language_info", "pipenb", "title", "orig_nbformat"]);

/** The notebook in the text of an `.ipynb` file, and what could not be taken over. */
export function fromIpynb(json: string): Parsed {
  const read = readJson(json);
  if (read.kind === "failed") return { notebook: empty(), problems: [read.problem] };
  const result = IpynbSchema.safeParse(read.value);
  if (!result.success) return { notebook: empty(), problems: [notIpynb(read.value)] };
  const { cells: list, metadata } = result.data;
  const problems: Problem[] = [...metadataProblems(metadata)];
  const cells: Cell[] = [];
  list.forEach((value, index) => {
    const from = cellFromIpynb(value, index, !cells.some(({ kind }) => kind === "parameters"));
    cells.push(from.cell);
    problems.push(...from.problems);
  });
  return { notebook: { ...headOf(metadata), cells }, problems };
}

function empty(): Notebook {
  return { ...headOf({}), cells: [] };
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
  return { frontMatter: given.data ?? titled(metadata["title"]), eol: "\n" };
}

function titled(title: unknown): FrontMatter {
  return FrontMatterSchema.parse(typeof title === "string" ? { pipenb: 1, title } : { pipenb: 1 });
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

function metadataProblems(metadata: Readonly<Record<string, unknown>>): readonly Problem[] {
  const problems: Problem[] = [];
  const lost = Object.keys(metadata).filter((key) => !EXPECTED_METADATA.has(key));
  if (lost.length > 0) {
    problems.push(
      warning(
        `The notebook's metadata ${lost.join(", ")} is left behind.`,
        "Keep the .ipynb if it is needed.",
      ),
    );
  }
  const language = languageOf(metadata);
  if (language !== undefined && !/^(typescript|javascript)$/i.test(language)) {
    problems.push(
      warning(
        `The cells are written in ${language}; they are taken over as they are.`,
        "Rewrite them in TypeScript.",
      ),
    );
  }
  return problems;
}

function languageOf(metadata: Readonly<Record<string, unknown>>): string | undefined {
  const language = field(metadata["language_info"], "name") ?? field(metadata["kernelspec"], "language");
  return typeof language === "string" ? language : undefined;
}

function field(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}

function warning(message: string, remedy: string): Problem {
  return { severity: "warning", message, remedy, line: 1, column: 1 };
}
