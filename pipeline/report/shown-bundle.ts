/** Which of a value's forms stands in a report: the most telling one that needs no script. */
import type { Bundle } from "../../protocol/mime-bundle.ts";

/** The best first. `frame` is a dataframe's table. */
const forms = [
  "image/svg+xml",
  "image/png",
  "image/jpeg",
  "image/gif",
  "image/webp",
  "text/html",
  "text/markdown",
] as const;

/** Types of charts that only a library in the page could draw. */
const chart = /^application\/(?:vnd\.(?:vega|vegalite)\.v\d+|vnd\.plotly\.v\d+)\+json$/;

/** Longer than any text that somebody reads. */
const longestText = 100_000;

/** The bundle with the one form that is shown, and its text. A dataframe keeps the sizes that its metadata say. */
export function shownBundle({ data, metadata }: Bundle): Bundle {
  const has = (type: string): boolean => typeof data[type] === "string";
  const isFrame = frameOf(metadata) !== undefined && has("text/html");
  const type = isFrame
    ? "text/html"
    : (Object.keys(data).find((each) => chart.test(each) && !has("image/svg+xml") && !has("image/png")) ??
      forms.find(has) ??
      Object.keys(data).find((each) => each === "application/json"));
  const text = data["text/plain"];
  return {
    data: {
      ...(type === undefined ? {} : { [type]: data[type] }),
      ...(typeof text === "string" ? { "text/plain": cut(text) } : {}),
    },
    metadata: {
      ...(type !== undefined && type in metadata ? { [type]: metadata[type] } : {}),
      ...(isFrame ? { pipenb: { frame: true } } : {}),
    },
  };
}

/** Whether the data are of a chart of this type. */
export const isChart = (type: string): boolean => chart.test(type);

/** What the metadata say of a dataframe. */
export function frameOf(metadata: Readonly<Record<string, unknown>>): unknown {
  const own = metadata["pipenb"];
  return typeof own === "object" && own !== null && "frame" in own ? own.frame : undefined;
}

/** A text with what is beyond all reading left out. */
export function cut(text: string): string {
  return text.length <= longestText
    ? text
    : `${text.slice(0, longestText).toWellFormed()}\n… ${text.length - longestText} more characters`;
}
