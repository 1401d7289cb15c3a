/** nodejs-polars. Its frames and series are proxies, its lazy frames plain objects. */
import { aCount, anArray, anObject, hasMethods, property } from "../values/duck-typing.ts";
import type { Dataframe, NotYetRows } from "./dataframe.ts";
import { fixedRowSize, isFixed } from "../values/row-size.ts";

/** A DataFrame or a Series. */
export function fromPolars(value: object): Dataframe | undefined {
  if (property(value, Symbol.toStringTag) === "DataFrame") return frameOf(value);
  return Object.hasOwn(value, "_s") && hasMethods(value, "toFrame")
    ? { ...frameOf(anObject(value.toFrame())), kind: "Series" }
    : undefined;
}

/** A column hides the property of its name (`height`, `head`), so each thing is asked for in more than one way. */
function frameOf(value: object): Dataframe {
  const types = polarsTypes(value);
  return {
    kind: "DataFrame",
    rows: height(value),
    types,
    ...(types.every(isFixed) ? { rowBytes: () => fixedRowSize(types.length) } : {}),
    stream: (rows) => {
      const head = firstRows(value, rows);
      if (!hasMethods(head, "writeIPCStream")) throw new TypeError("not a DataFrame");
      const bytes = head.writeIPCStream();
      if (!(bytes instanceof Uint8Array)) throw new TypeError("not bytes");
      return bytes;
    },
  };
}

function height(value: object): number {
  const direct = property(value, "height");
  return aCount(typeof direct === "number" ? direct : property(anObject(property(value, "shape")), "height"));
}

/** The types of an eager frame's columns, in the library's own words. */
export function polarsTypes(value: object): readonly string[] {
  try {
    const direct = property(value, "dtypes");
    if (Array.isArray(direct)) return direct.map(typeName);
  } catch {
    // One of the types is none of JavaScript's library.
  }
  if (!hasMethods(value, "getColumns")) throw new TypeError("not a DataFrame");
  return anArray(value.getColumns()).map((series) => seriesType(anObject(series)));
}

/** The library has no word for types such as Binary, but says in its error which it is. */
function seriesType(series: object): string {
  try {
    return typeName(property(series, "dtype"));
  } catch (error) {
    return /DataType (\w+)/.exec(String(error))?.[1] ?? "unknown";
  }
}

function firstRows(value: object, rows: number): object {
  if (hasMethods(value, "head")) return anObject(value.head(rows));
  if (hasMethods(value, "limit")) return anObject(value.limit(rows));
  throw new TypeError("not a DataFrame");
}

/** A LazyFrame is not collected, which may take long: its plan shows. */
export function fromPolarsLazy(value: object): NotYetRows | undefined {
  if (!Object.hasOwn(value, "_ldf") || !hasMethods(value, "describePlan", "collect")) return undefined;
  return {
    text: `LazyFrame, not collected: "await" its collect() to see rows.\n\n${String(value.describePlan()).trimEnd()}`,
  };
}

/** `DataType(List(DataType(String)))` reads List(String). */
function typeName(type: unknown): string {
  let text = String(type);
  for (let at = text.indexOf("DataType("); at !== -1; at = text.indexOf("DataType(", at)) {
    const start = at + "DataType(".length;
    let depth = 1;
    let end = start;
    for (; end < text.length && depth > 0; end += 1) {
      if (text[end] === "(") depth += 1;
      else if (text[end] === ")") depth -= 1;
    }
    text = text.slice(0, at) + text.slice(start, end - 1) + text.slice(end);
  }
  return text.replaceAll(",)", ")");
}
