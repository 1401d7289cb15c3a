/** Reads one cell of a Jupyter notebook. */
import { newCell } from "../format/new-cell.ts";
import type { Cell, CellKind, Problem } from "../model.ts";
import { CellExtraSchema, IpynbCellSchema, type IpynbCell } from "./ipynb-schema.ts";
import { ATTACHMENTS, CELL_TYPE, METADATA, TAGS } from "./own-attributes.ts";

/** Metadata that a cell of ours says in its own way. */
const OWN_METADATA = new Set(["tags", "name", "pipenb"]);

/** The cell, and what is wrong with it. A cell that cannot be read becomes a Markdown cell that shows its JSON. */
export function cellFromIpynb(
  value: unknown,
  index: number,
  mayBeParameters: boolean,
): { cell: Cell; problems: readonly Problem[] } {
  const result = IpynbCellSchema.safeParse(value);
  if (!result.success) {
    const text = `\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\``;
    return { cell: newCell({ kind: "markdown", text }), problems: [unreadable(index)] };
  }
  const ipynb = result.data;
  const tags = tagsOf(ipynb.metadata["tags"]);
  const isParameters = ipynb.cell_type === "code" && mayBeParameters && tags.includes("parameters");
  const kind: CellKind = isParameters ? "parameters" : ipynb.cell_type === "code" ? "code" : "markdown";
  const { name } = ipynb.metadata;
  return {
    cell: newCell({
      kind,
      text: ipynb.source,
      name: typeof name === "string" ? name : undefined,
      attributes: attributesOf(ipynb, isParameters ? without(tags, "parameters") : tags),
    }),
    problems: [],
  };
}

/** The attributes that went out with `toIpynb`, brought up to date with what the cell says now. */
function attributesOf(cell: IpynbCell, tags: readonly string[]): ReadonlyMap<string, string> {
  const extra = CellExtraSchema.safeParse(cell.metadata["pipenb"]);
  const attributes = new Map(extra.data?.attributes);
  const metadata = Object.entries(cell.metadata).filter(([key]) => !OWN_METADATA.has(key));
  const plainTags = tags.filter((tag) => tag !== "" && !tag.includes(","));
  const otherTags = tags.filter((tag) => !plainTags.includes(tag));
  const rest = Object.fromEntries(otherTags.length > 0 ? [...metadata, ["tags", otherTags]] : metadata);
  const set = (key: string, value: string | undefined): void => {
    if (value === undefined) attributes.delete(key);
    else attributes.set(key, value);
  };
  set(TAGS, plainTags.length > 0 ? plainTags.join(",") : undefined);
  set(CELL_TYPE, cell.cell_type === "raw" ? "raw" : undefined);
  set(METADATA, Object.keys(rest).length > 0 ? JSON.stringify(rest) : undefined);
  set(ATTACHMENTS, hasKeys(cell.attachments) ? JSON.stringify(cell.attachments) : undefined);
  return attributes;
}

function hasKeys(value: object | undefined): boolean {
  return value !== undefined && Object.keys(value).length > 0;
}

function tagsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((tag) => typeof tag === "string") : [];
}

function without(tags: readonly string[], tag: string): readonly string[] {
  const at = tags.indexOf(tag);
  return tags.filter((_, index) => index !== at);
}

function unreadable(index: number): Problem {
  return {
    severity: "warning",
    message: `Cell ${index + 1} of the Jupyter notebook has no text or is of no known type; it is kept as JSON in a markdown cell.`,
    remedy: "Copy what is needed out of it and remove the cell.",
    line: 1,
    column: 1,
  };
}
