/** The source map of a cell for a debugger: from the code that runs back to the text as it was written. */
import { SourceMap } from "magic-string";
import { stretchesOf } from "../trace/place-map.ts";
import type { PlaceMap } from "../trace/place-map.ts";

interface CellSource {
  /** Path that the debugger knows the cell by. */
  readonly source: string;
  readonly text: string;
}

/** Makes it when asked, as JSON. */
export function cellSourceMap(places: PlaceMap, { source, text }: CellSource): () => string {
  return () =>
    new SourceMap({
      file: source,
      sources: [source],
      sourcesContent: [text],
      names: [],
      mappings: stretchesOf(places).map((stretches) =>
        stretches.flatMap(([column, reach, line, at]) =>
          Array.from({ length: reach + 1 }, (_, index): [number, number, number, number] => {
            return [column + index, 0, line, at + index];
          }),
        ),
      ),
    }).toString();
}
