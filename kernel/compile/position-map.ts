import { SourceMap } from "node:module";
import type { SourceMapPayload } from "node:module";

/** A place in a text: line and column, both 1-based. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Where a source map says that a place comes from; the place itself where it says nothing. */
export function positionIn(map: string, position: Position): Position {
  // SAFETY: made by magic-string, Node or TypeScript a moment ago.
  const entries = new SourceMap(JSON.parse(map) as SourceMapPayload);
  const found = entries.findEntry(position.line - 1, position.column - 1);
  if (!("originalLine" in found)) return position;
  return { line: found.originalLine + 1, column: found.originalColumn + 1 };
}
