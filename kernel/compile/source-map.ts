/** The source map of a cell for a debugger: from the code that runs back to the text as it was written. */
import { SourceMap } from "magic-string";
import type MagicString from "magic-string";
import type { ToOriginal } from "./position-map.ts";

/** For each line of code its segments of column, source, line and column there, all 0-based. */
export type Mappings = ReturnType<MagicString["generateDecodedMap"]>["mappings"];

interface CellSource {
  /** Path that the debugger knows the cell by. */
  readonly source: string;
  readonly text: string;
  /** From the text without types to the text with them. */
  readonly unstripped: ToOriginal;
}

/** As JSON. `mappings` lead to the text without types. */
export function cellSourceMap(mappings: Mappings, { source, text, unstripped }: CellSource): string {
  return new SourceMap({
    file: source,
    sources: [source],
    sourcesContent: [text],
    names: [],
    mappings: mappings.map((segments) =>
      segments.flatMap(([column, , line, at]) => {
        if (line === undefined || at === undefined) return [];
        const place = unstripped({ line: line + 1, column: at + 1 });
        return [[column, 0, place.line - 1, place.column - 1]];
      }),
    ),
  }).toString();
}
