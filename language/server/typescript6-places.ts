/** Places in the words of TypeScript 6, whose lines and columns count from 1. */
import type { Range } from "vscode-languageserver-protocol";
import * as z from "zod";

const PlaceSchema = z.object({ line: z.number(), offset: z.number() });

/** From a place to another one. */
export const SpanSchema = z.object({ start: PlaceSchema, end: PlaceSchema });

/** The same in the protocol's words. */
export function rangeOf({ start, end }: z.infer<typeof SpanSchema>): Range {
  return {
    start: { line: start.line - 1, character: start.offset - 1 },
    end: { line: end.line - 1, character: end.offset - 1 },
  };
}
