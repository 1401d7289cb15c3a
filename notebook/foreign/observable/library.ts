/** What every Observable notebook has without importing it, and where it comes from here. */

/** A line of the cell that brings libraries along, and the package behind it. */
export interface Library {
  readonly code: string;
  /** Names that are imported from one module stand in one import. */
  readonly imports?: readonly [module: string, name: string];
  readonly npm?: readonly [name: string, range: string];
  /** It makes elements of a page, and needs a document to make them in. */
  readonly needsDocument?: boolean;
}

const dsv = ["d3-dsv", "^3.0.1"] as const;

/** By the name that cells use. */
export const libraries: ReadonlyMap<string, Library> = new Map<string, Library>([
  ["d3", { code: 'import * as d3 from "d3";', npm: ["d3", "^7.9.0"] }],
  [
    "Plot",
    {
      code: 'import * as Plot from "@observablehq/plot";',
      npm: ["@observablehq/plot", "^0.6.17"],
      needsDocument: true,
    },
  ],
  ["aq", { code: 'import * as aq from "arquero";', npm: ["arquero", "^8.0.3"] }],
  ["_", { code: 'import _ from "lodash";', npm: ["lodash", "^4.17.21"] }],
  ["topojson", { code: 'import * as topojson from "topojson-client";', npm: ["topojson-client", "^3.1.0"] }],
  ["width", { code: "const width = 640;" }],
  ["readFile", { code: 'import { readFile } from "node:fs/promises";' }],
  ["csvParse", { code: "", imports: ["d3-dsv", "csvParse"], npm: dsv }],
  ["tsvParse", { code: "", imports: ["d3-dsv", "tsvParse"], npm: dsv }],
  ["autoType", { code: "", imports: ["d3-dsv", "autoType"], npm: dsv }],
]);

/** A document for libraries that expect a page. */
export const documentLibrary: Library = {
  code: 'import { parseHTML } from "linkedom";\nconst page = parseHTML("<!doctype html><html><body></body></html>");\nObject.assign(globalThis, { window: page.window, document: page.document });',
  npm: ["linkedom", "^0.18.15"],
};

/** What only a page in a browser has: what to write instead. */
export const onlyOnPages: ReadonlyMap<string, string> = new Map([
  ["Inputs", "Make it a parameter: const size: number = 10; in a `// %% [parameters]` cell."],
  ["view", "Make it a parameter: const size: number = 10; in a `// %% [parameters]` cell."],
  [
    "FileAttachment",
    'Read the file beside the notebook: await readFile("name"), with import { readFile } from "node:fs/promises".',
  ],
  ["now", "Write Date.now() where the time is needed once."],
  ["invalidation", "Leave it out: a cell runs once."],
  ["visibility", "Leave it out: a cell runs once."],
  ["Generators", "Write a loop; display(value) gives a handle whose update(value) shows the next."],
  ["Mutable", "Write let, and change it before it is used."],
  [
    "Promises",
    'Write await setTimeout(milliseconds), with import { setTimeout } from "node:timers/promises".',
  ],
  ["DOM", "Make elements as HTML: display.html(text)."],
  ["require", 'Import it: import x from "x", with x under image.npm in the front matter.'],
  ["DuckDBClient", "Use @duckdb/node-api, with it under image.npm in the front matter."],
  ["SQLiteDatabaseClient", 'Write new DatabaseSync(file), with import { DatabaseSync } from "node:sqlite".'],
  ["Secret", "Name it under secrets in the front matter, and read /run/secrets/NAME."],
  ["html", "Write display.html(text)."],
  ["svg", "Write display.image(text)."],
  ["htl", "Write display.html(text)."],
  ["md", "Write display.markdown(text)."],
  ["tex", 'Write display.bundle({ "text/latex": text }).'],
  ["dot", "Write display.html(text) with the drawing as SVG."],
  ["mermaid", "Write display.html(text) with the drawing as SVG."],
  ["vl", "Use vega-lite-api, with it under image.npm in the front matter."],
]);
