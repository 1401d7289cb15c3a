/**
 * What the editor and a debug adapter say to each other about places: the editor names cells by their URI, the adapter by a
 * path. Messages are changed where they stand, as the editor wants it of who listens. Free of the editor's API.
 */
import { posix } from "node:path";
import * as z from "zod";
import { cellPath } from "./cell-paths.ts";
import type { CellPaths } from "./cell-paths.ts";

const SourceSchema = z.looseObject({
  path: z.string(),
  name: z.string().optional(),
  sourceReference: z.number().optional(),
});

const HolderSchema = z.looseObject({ source: z.unknown() });

const MessageSchema = z.looseObject({
  command: z.string().optional(),
  event: z.string().optional(),
  arguments: z.looseObject({}).optional(),
  body: z.looseObject({}).optional(),
});

/** What the adapter makes of the name that the kernel gives to a cell's own frame. */
const wholeCell = "global.cell";

const cellScheme = "vscode-notebook-cell:";

/** Names cells by their paths in a request of the editor. */
export function toAdapter(message: unknown): void {
  const parsed = MessageSchema.safeParse(message);
  if (!parsed.success) return;
  eachSource(at(message, "arguments"), (source) => {
    const { path } = SourceSchema.parse(source);
    if (!path.startsWith(cellScheme)) return;
    Object.assign(source, { path: cellPath(path) });
  });
}

/** Names cells by their URIs in what an adapter answers or tells. */
export function fromAdapter(message: unknown, cells: CellPaths): void {
  const parsed = MessageSchema.safeParse(message);
  if (!parsed.success) return;
  const body = at(message, "body");
  for (const list of ["stackFrames", "breakpoints", "scopes", "sources"])
    for (const each of listAt(body, list)) eachSource(list === "sources" ? { source: each } : each, toCell);
  for (const frame of listAt(body, "stackFrames"))
    if (at(frame, "name") === wholeCell) Object.assign(Object(frame), { name: "cell" });
  eachSource(body, toCell);
  eachSource(at(body, "breakpoint"), toCell);

  function toCell(source: object): void {
    const { path, name } = SourceSchema.parse(source);
    const cell = cells.cellAt(path);
    // Of a file elsewhere the adapter tells the whole path in place of the name.
    if (cell === undefined) {
      if (name?.startsWith("/") === true) Object.assign(source, { name: posix.basename(name) });
      return;
    }
    // A number would make the editor ask the adapter for a read-only copy.
    Object.assign(source, { path: cell.uri, name: cell.label, sourceReference: 0 });
  }
}

function eachSource(holder: unknown, change: (source: object) => void): void {
  const source = HolderSchema.safeParse(holder).success ? at(holder, "source") : undefined;
  if (typeof source === "object" && source !== null && SourceSchema.safeParse(source).success) change(source);
}

/** The value itself: a parsed copy could not be changed. */
function at(holder: unknown, key: string): unknown {
  return typeof holder === "object" && holder !== null && key in holder
    ? Reflect.get(holder, key)
    : undefined;
}

function listAt(holder: unknown, key: string): readonly unknown[] {
  const list = at(holder, key);
  return Array.isArray(list) ? list : [];
}
