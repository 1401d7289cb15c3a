/**
 * The way from places in the code that runs back to the cell's text, small enough to be kept for thousands of cells and to travel
 * with each of them.
 */
import type MagicString from "magic-string";
import type { Position, ToOriginal } from "../compile/position-map.ts";

/**
 * A stretch of a line of code that stands so in the text as well: its first column, how far behind that its last word begins, and
 * where it begins in the text; all 0-based.
 */
type Stretch = readonly [column: number, reach: number, line: number, at: number];

/** As JSON: for each line of code its stretches, from left to right. */
export type PlaceMap = string;

/** Of code that is the text itself. */
export const samePlaces: PlaceMap = "[]";

/** For each line of code its segments of column, source, line and column there; all 0-based. */
export type Mappings = ReturnType<MagicString["generateDecodedMap"]>["mappings"];

/** Joins segments that follow each other as they do in the text. `original` leads from where they lead to the text. */
export function placeMap(mappings: Mappings, original?: ToOriginal): PlaceMap {
  const lines = mappings.map((segments) => {
    const stretches: Stretch[] = [];
    for (const [column, , toLine, toColumn] of segments) {
      if (toLine === undefined || toColumn === undefined) continue;
      const { line, column: at } = moved(original, toLine, toColumn);
      const last = stretches.at(-1);
      if (last?.[2] === line && column - last[0] === at - last[3])
        stretches[stretches.length - 1] = [last[0], column - last[0], line, last[3]];
      else stretches.push([column, 0, line, at]);
    }
    return stretches;
  });
  return JSON.stringify(lines);
}

/** For each line of code its stretches. */
export function stretchesOf(map: PlaceMap): readonly (readonly Stretch[])[] {
  // SAFETY: written by placeMap.
  return JSON.parse(map) as Stretch[][];
}

function moved(original: ToOriginal | undefined, line: number, column: number): Position {
  if (original === undefined) return { line, column };
  const place = original({ line: line + 1, column: column + 1 });
  return { line: place.line - 1, column: place.column - 1 };
}

/** The place in the text; the place itself where the map says nothing. Places are 1-based. */
export function placeInText(map: PlaceMap, place: Position): Position {
  const found = stretchesOf(map)[place.line - 1]?.findLast(([column]) => column < place.column);
  if (found === undefined) return place;
  const [column, reach, line, at] = found;
  return { line: line + 1, column: at + Math.min(place.column - 1 - column, reach) + 1 };
}
