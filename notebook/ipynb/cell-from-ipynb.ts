/** Reads one cell of a Jupyter notebook. */
import { newCell } from "../format/new-cell.ts";
import type { ImportFinding } from "../foreign/imported.ts";
import { grantOnce } from "../foreign/only-once.ts";
import type { Cell, CellKind } from "../model.ts";
import { CellExtraSchema, IpynbCellSchema, type IpynbCell } from "./ipynb-schema.ts";
import { ATTACHMENTS, CELL_TYPE, METADATA, TAGS } from "./own-attributes.ts";

/**
 * The cell, and what is to be said of it. A cell that cannot be read becomes a Markdown cell that shows its JSON. What a
 * `.pipenb` has only once (the parameters, a name) is the first cell's; the others keep theirs among their metadata.
 */
export function cellFromIpynb(
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
