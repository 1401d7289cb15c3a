/** Reads a Jupyter notebook (nbformat 4) into a notebook. Outputs stay behind, as a `.pipenb` has none. */
import * as z from "zod";
import type { ImportFinding, ImportResult } from "../foreign/imported.ts";
import { newFrontMatter } from "../foreign/new-front-matter.ts";
import { grantOnce } from "../foreign/only-once.ts";
import { newCell } from "../format/new-cell.ts";
import { parseNotebook } from "../format/parse.ts";
import { FrontMatterSchema } from "../front-matter.ts";
import type { Cell, CellKind, Notebook, Problem } from "../model.ts";
import { ATTACHMENTS, CELL_TYPE, METADATA, TAGS } from "./own-attributes.ts";
import { readJson } from "./read-json.ts";

/** What is read of a Jupyter notebook (nbformat 4). Everything not named here is let through and kept where a `.pipenb` can. */

const Text = z.union([z.string(), z.array(z.string())]).transform((text) => [text].flat().join(""));

/** One cell. */
const IpynbCellSchema = z.looseObject({
  cell_type: z.enum(["code", "markdown", "raw"]),
  source: Text,
  metadata: z.record(z.string(), z.unknown()).default({}),
  attachments: z.record(z.string(), z.unknown()).optional(),
});

/** The notebook; cells are checked one by one, so that a bad one does not cost the others. */
const IpynbSchema = z.looseObject({
  nbformat: z.literal(4),
  metadata: z.record(z.string(), z.unknown()).default({}),
  cells: z.array(z.unknown()),
});

/** A cell as read. */
type IpynbCell = z.infer<typeof IpynbCellSchema>;

/** What `metadata.pipenb` of a cell holds: its attributes in their order. */
const CellExtraSchema = z.object({ attributes: z.array(z.tuple([z.string(), z.string()])) });

/** What `metadata.pipenb` of a notebook holds: the file's bytes before its first cell, and the front matter they say. */
const NotebookExtraSchema = z.object({ head: z.string().optional(), frontMatter: z.unknown() });

/** Reads one cell of a Jupyter notebook. */

/**
 * The cell, and what is to be said of it. A cell that cannot be read becomes a Markdown cell that shows its JSON. What a
 * `.pipenb` has only once (the parameters, a name) is the first cell's; the others keep theirs among their metadata.
 */
function cellFromIpynb(
  value: unknown,
  before: readonly Cell[],
  isOwn: boolean,
): { cell: Cell; findings: readonly ImportFinding[] } {
  const result = IpynbCellSchema.safeParse(value);
  if (!result.success) {
    const text = `\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\``;
    return { cell: newCell({ kind: "markdown", text }), findings: [unreadable] };
  }
  const ipynb = result.data;
  const { name: given, tags } = ipynb.metadata;
  const isCode = ipynb.cell_type === "code";
  const { name, isParameters, findings } = grantOnce(
    {
      name: typeof given === "string" && given !== "" ? given : undefined,
      isParameters: isCode && Array.isArray(tags) && tags.includes("parameters"),
      text: ipynb.source,
    },
    before,
    isOwn,
  );
  const kind: CellKind = isParameters ? "parameters" : isCode ? "code" : "markdown";
  const attributes = attributesOf(ipynb, kind, name !== undefined);
  return { cell: newCell({ kind, text: ipynb.source, name, attributes }), findings };
}

/** The attributes that went out with `toIpynb`, brought up to date with what the cell says now. */
function attributesOf(cell: IpynbCell, kind: CellKind, isNamed: boolean): ReadonlyMap<string, string> {
  const extra = CellExtraSchema.safeParse(cell.metadata["pipenb"]);
  const attributes = new Map(extra.data?.attributes);
  const { tags, name, ...rest } = cell.metadata;
  delete rest["pipenb"];
  const list: readonly unknown[] = Array.isArray(tags) ? tags : [];
  const own = kind === "parameters" ? without(list, "parameters") : list;
  const plainTags = own.filter((tag) => typeof tag === "string" && tag !== "" && !tag.includes(","));
  const otherTags = Array.isArray(tags) ? own.filter((tag) => !plainTags.includes(tag)) : tags;
  if (otherTags !== undefined && !isEmptyList(otherTags)) rest["tags"] = otherTags;
  if (name !== undefined && !isNamed) rest["name"] = name;
  const set = (key: string, value: string | undefined): void => {
    if (value === undefined) attributes.delete(key);
    else attributes.set(key, value);
  };
  set(TAGS, plainTags.length > 0 ? plainTags.join(",") : undefined);
  set(CELL_TYPE, cell.cell_type === "raw" ? "raw" : undefined);
  set(METADATA, hasKeys(rest) ? JSON.stringify(rest) : undefined);
  set(ATTACHMENTS, hasKeys(cell.attachments) ? JSON.stringify(cell.attachments) : undefined);
  return attributes;
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function hasKeys(value: object | undefined): boolean {
  return value !== undefined && Object.keys(value).length > 0;
}

function without(tags: readonly unknown[], tag: string): readonly unknown[] {
  const at = tags.indexOf(tag);
  return tags.filter((_, index) => index !== at);
}

const unreadable: ImportFinding = {
  message: "The cell has no text or is of no known type; it is kept as JSON in a Markdown cell.",
  remedy: "Copy what is needed out of it and remove the cell.",
};

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
