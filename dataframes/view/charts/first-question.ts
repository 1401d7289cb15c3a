/** Asks about the columns what is needed for a sensible first picture. */
import type { DataframeColumn } from "../../protocol/reply.ts";
import type { ColumnSummary } from "../../protocol/summary.ts";
import type { View } from "../../protocol/view.ts";
import type { DataframeSource } from "../source/dataframe-source.ts";
import { readSummaries } from "../summaries/read-summaries.ts";
import { columnsToAskAbout } from "./first-choice.ts";

const patience_ms = 2_000;

/** Nothing where that takes long or fails: the picture is then chosen by names and types alone. */
export async function summariesFor(
  source: DataframeSource,
  view: View,
  columns: readonly DataframeColumn[],
  signal: AbortSignal,
): Promise<readonly ColumnSummary[]> {
  const asked = columnsToAskAbout(columns);
  // One column leaves no choice.
  if (asked.length < 2) return [];
  const limited = AbortSignal.any([signal, AbortSignal.timeout(patience_ms)]);
  try {
    const { result } = await source.ask({ method: "summary", view, columns: asked }, limited);
    return readSummaries(result);
  } catch {
    // Whatever is wrong, the question for the chart itself will say so.
    return [];
  }
}
