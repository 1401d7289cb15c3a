/** Specifications of charts in Vega-Lite and Vega, told by the schema that they name. */
import type { Bundle } from "../protocol/mime-bundle.ts";

const schemaUrl = /^https?:\/\/vega\.github\.io\/schema\/(vega|vega-lite)\/v(\d+)(\.\d+)*\.json$/;

/** Undefined for everything else. May throw where JSON refuses what is in it. */
export function vegaBundle(spec: unknown): Bundle | undefined {
  if (typeof spec !== "object" || spec === null) return undefined;
  const [, language, version] = schemaUrl.exec(schemaOf(spec)) ?? [];
  if (language === undefined || version === undefined) return undefined;
  const type = `application/vnd.${language === "vega" ? "vega" : "vegalite"}.v${version}+json`;
  const chart: unknown = JSON.parse(JSON.stringify(spec));
  return { data: { [type]: chart, "text/plain": inWords(chart, language) }, metadata: {} };
}

/** Runs no getter. */
function schemaOf(spec: object): string {
  const schema: unknown = Object.getOwnPropertyDescriptor(spec, "$schema")?.value;
  return typeof schema === "string" ? schema : "";
}

/** For terminals: `Vega-Lite chart "Rain": bar of x day, y rain`. */
function inWords(spec: unknown, language: string): string {
  const name = language === "vega" ? "Vega chart" : "Vega-Lite chart";
  const title = textAt(spec, "title") ?? textAt(spec, "title", "text");
  const mark = textAt(spec, "mark") ?? textAt(spec, "mark", "type");
  const channels = propertyOf(spec, "encoding");
  const fields = Object.keys(typeof channels === "object" && channels !== null ? channels : {}).flatMap(
    (channel) => {
      const field = textAt(channels, channel, "field") ?? textAt(channels, channel, "aggregate");
      return field === undefined ? [] : [`${channel} ${field}`];
    },
  );
  const drawn = [mark, fields.join(", ")].filter((part) => part !== undefined && part !== "").join(" of ");
  return `[${name}${title === undefined ? "" : ` "${title}"`}${drawn === "" ? "" : `: ${drawn}`}]`;
}

function textAt(from: unknown, ...path: readonly string[]): string | undefined {
  const found = path.reduce(propertyOf, from);
  return typeof found === "string" && found !== "" ? found : undefined;
}

function propertyOf(from: unknown, name: string): unknown {
  return typeof from === "object" && from !== null && Object.hasOwn(from, name)
    ? Reflect.get(from, name)
    : undefined;
}
