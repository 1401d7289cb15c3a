/** The text of an output as the specification of a chart. */
import * as z from "zod/mini";

/** A specification and its language; what is in it only Vega itself can check. */
export interface Chart {
  readonly language: "vega" | "vega-lite";
  readonly spec: Readonly<Record<string, unknown>>;
}

const SpecSchema = z.record(z.string(), z.unknown());

/** Throws where the text is no object of JSON. */
export function readChart(mime: string, text: string): Chart {
  const language = /^application\/vnd\.vegalite\./.test(mime) ? "vega-lite" : "vega";
  return { language, spec: SpecSchema.parse(JSON.parse(text)) };
}

/** What the chart says of itself: its description, or its title. */
export function describeChart({ spec }: Chart): string {
  const title = typeof spec["title"] === "object" ? textOf(spec["title"], "text") : spec["title"];
  for (const said of [spec["description"], title]) if (typeof said === "string" && said !== "") return said;
  return "Chart";
}

function textOf(value: unknown, name: string): unknown {
  const found = SpecSchema.safeParse(value);
  return found.success ? found.data[name] : undefined;
}
