import { SourceMap } from "node:module";
import type { SourceMapPayload } from "node:module";

/** A place in a text: line and column, both 1-based. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The place that another one comes from. */
export type ToOriginal = (position: Position) => Position;

/** As a source map says, which is made when first asked for; the place itself where the map says nothing. */
export function originalBy(map: () => string): ToOriginal {
  let entries: SourceMap | undefined;
  return (position) => {
    // SAFETY: made by magic-string, Node or TypeScript a moment ago.
    entries ??= new SourceMap(JSON.parse(map()) as SourceMapPayload);
    const found = entries.findEntry(position.line - 1, position.column - 1);
    if (!("originalLine" in found)) return position;
    return { line: found.originalLine + 1, column: found.originalColumn + 1 };
  };
}
