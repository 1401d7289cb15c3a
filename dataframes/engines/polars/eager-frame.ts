/** Polars' eager frames, whose columns hide the methods of their names: each thing is asked for in more than one way. */
import { Writable } from "node:stream";
import { aCount, anArray, anObject, hasMethods, property } from "../../values/duck-typing.ts";
import { DataframeError } from "../../protocol/dataframe-error.ts";
import type { LazyFrame } from "./polars-types.ts";

/** The frame as a query of the library's inner kind, which `Polars.LazyDataFrame` makes one of the outer kind. */
export function innerLazyOf(frame: object): object {
  if (hasMethods(frame, "lazy")) return aLazyFrame(frame.lazy()).inner();
  const inner = innerOf(frame);
  if (inner !== undefined && hasMethods(inner, "lazy")) return anObject(inner.lazy());
  throw new DataframeError("unsupported", "Columns of this frame hide what is needed of it. Rename them.");
}

function innerOf(frame: object): object | undefined {
  const inner = hasMethods(frame, "inner") ? frame.inner() : property(frame, "_df");
  return typeof inner === "object" && inner !== null ? inner : undefined;
}

export function aLazyFrame(value: unknown): LazyFrame {
  const lazy = anObject(value);
  if (!hasMethods(lazy, "select", "filter", "collect", "inner")) throw new TypeError("not a LazyFrame");
  // SAFETY: a LazyFrame of nodejs-polars, as far as its methods tell.
  return lazy as unknown as LazyFrame;
}

export function heightOf(frame: object): number {
  const direct = property(frame, "height");
  return aCount(typeof direct === "number" ? direct : property(anObject(innerOf(frame)), "height"));
}

/** Neither copied nor computed; undefined where a column hides what is needed. */
export function sliceOf(
  frame: object,
  offset: number,
  length: number,
  columns: readonly string[],
): object | undefined {
  const slice = hasMethods(frame, "slice") ? anObject(frame.slice(offset, length)) : undefined;
  return slice !== undefined && hasMethods(slice, "select")
    ? anObject(slice.select([...columns]))
    : undefined;
}

/** An uncompressed Arrow stream. */
export function streamOf(frame: object): Uint8Array {
  if (hasMethods(frame, "writeIPCStream")) {
    const bytes = frame.writeIPCStream();
    if (bytes instanceof Uint8Array) return bytes;
  }
  const inner = innerOf(frame);
  if (inner === undefined || !hasMethods(inner, "writeIpcStream"))
    throw new DataframeError("unsupported", "Columns of this frame hide what is needed of it. Rename them.");
  const pieces: Uint8Array[] = [];
  inner.writeIpcStream(
    new Writable({
      write: (piece: Uint8Array, _encoding, done) => {
        pieces.push(piece);
        done();
      },
    }),
    "uncompressed",
  );
  return Buffer.concat(pieces);
}

/** The only column of a frame whose column has no name that hides anything. */
export function seriesOf(frame: object): object {
  if (!hasMethods(frame, "getColumns")) throw new TypeError("not a DataFrame");
  return anObject(anArray(frame.getColumns())[0]);
}
