/** Charts of the rows that have all of `few`, `word` and a number in `float`. */
import type { DataframeEngine } from "../../../dataframes/engines/engine.ts";
import type { Chart } from "../../../dataframes/protocol/chart.ts";
import type { Filter } from "../../../dataframes/protocol/view.ts";
import { readStream } from "../../support/frame-engine/read-back.ts";
import type { ReadTable } from "../../support/frame-engine/read-back.ts";
import { never, view } from "./under-test.ts";
import type { UnderTest } from "./under-test.ts";

/** What charts are drawn of. */
export interface Drawing {
  /** The rows in the order of the frame. */
  readonly inView: readonly { readonly few: number; readonly word: string; readonly float: number }[];
  readonly drawn: (
    engine: DataframeEngine,
    chart: Partial<Chart> & { x: number; kind: Chart["kind"] },
  ) => Promise<{
    readonly result: Awaited<ReturnType<DataframeEngine["chart"]>>["result"];
    readonly names: readonly string[];
    readonly rows: ReadTable["rows"];
    /** The values of a column of the chart's rows. */
    readonly column: (name: string) => (string | null)[];
  }>;
}

/** For the frame of many rows. */
export function drawing({ at, named }: UnderTest): Drawing {
  const drawn = async (
    engine: DataframeEngine,
    chart: Partial<Chart> & { x: number; kind: Chart["kind"] },
  ) => {
    const asked: Chart = { aggregate: "count", most: 100, ...chart };
    const filters: Filter[] = [
      { kind: "missing", column: at("few"), missing: false },
      { kind: "missing", column: at("word"), missing: false },
      { kind: "range", column: at("float") },
    ];
    const { result, stream } = await engine.chart(view({ filters }), asked, never);
    const { names, rows } = readStream(stream);
    const column = (each: string): (string | null)[] => rows.map((row) => row[names.indexOf(each)] ?? null);
    return { result, names, rows, column };
  };
  const inView = named("row").values.flatMap((_, row) => {
    const [few, word, float] = ["few", "word", "float"].map((each) => named(each).values[row] ?? null);
    return few === null || typeof word !== "string" || float === null || Number.isNaN(float)
      ? []
      : [{ few: Number(few), word, float: Number(float) }];
  });
  return { inView, drawn };
}
