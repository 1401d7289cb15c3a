import assert from "node:assert/strict";
import { helpText } from "../../../../notebook/parameters/help-text.ts";
import { jsonSchema } from "../../../../notebook/parameters/json-schema.ts";
import { environmentName, optionName } from "../../../../notebook/parameters/option-names.ts";
import type { Parameter } from "../../../../notebook/parameters/parameter.ts";

const parameters: readonly Parameter[] = [
  { name: "input", type: { kind: "path" }, default: undefined, doc: "File to read.\n\nCSV." },
  { name: "day", type: { kind: "date" }, default: "2022-02-05", doc: "Day to process" },
  { name: "country", type: { kind: "choice", options: ["CZ", "DE"] }, default: "CZ", doc: "" },
  { name: "dryRun", type: { kind: "boolean" }, default: false, doc: "Writes nothing" },
  { name: "tags", type: { kind: "array", element: { kind: "string" } }, default: ["a", "b"], doc: "" },
];

describe("the help of a pipeline", () => {
  it("shows every parameter with type, default, comment and variable", () => {
    assert.equal(
      helpText("Daily orders", "pipenb run daily.pipenb", parameters),
      `Daily orders

Usage: pipenb run daily.pipenb <input> [day] [country] [dry-run] [tags…] [options]

Parameters, arguments in this order, each also as option or environment variable:
  --input <path>
      File to read.
      CSV.
      file or folder; must be given; environment: PIPENB_INPUT
  --day <YYYY-MM-DD>
      Day to process
      calendar day; default: 2022-02-05; environment: PIPENB_DAY
  --country <CZ|DE>
      one of CZ, DE; default: CZ; environment: PIPENB_COUNTRY
  --dry-run, --no-dry-run
      Writes nothing
      switch, yes or no; default: false; environment: PIPENB_DRY_RUN
  --tags <string,…>
      list, separated by commas or given several times; each text; default: a,b; environment: PIPENB_TAGS
  -h, --help
      shows this text

A value may be in a file: the one that the variable with _FILE behind its name (PIPENB_X_FILE) names, else
/run/secrets/x, x as in the option --x.

Exit codes:
  0          done
  1          a cell failed
  42         this input can never succeed
  64         a parameter is wrong or missing
  75         failed for now, the same run may succeed later
  124        took longer than its timeout
  130, 143   stopped from outside
`,
    );
  });

  it("is short for a pipeline without parameters", () => {
    assert.match(
      helpText("Nothing", "pipenb run x.pipenb", []),
      /^Nothing\n\nUsage: pipenb run x.pipenb \[options\]\n\n/,
    );
  });
});

describe("the JSON Schema of a pipeline", () => {
  it("says types, defaults, comments and what must be given", () => {
    assert.deepEqual(jsonSchema("Daily orders", parameters), {
      $schema: "https://json-schema.org/draft/2020-12/schema",
      title: "Daily orders",
      type: "object",
      properties: {
        input: { type: "string", minLength: 1, description: "File to read.\n\nCSV." },
        day: { type: "string", format: "date", description: "Day to process", default: "2022-02-05" },
        country: { type: "string", enum: ["CZ", "DE"], default: "CZ" },
        dryRun: { type: "boolean", description: "Writes nothing", default: false },
        tags: { type: "array", items: { type: "string" }, default: ["a", "b"] },
      },
      required: ["input"],
      additionalProperties: false,
    });
  });
});

describe("the outer names of a parameter", () => {
  for (const [name, option, variable] of [
    ["day", "day", "PIPENB_DAY"],
    ["dryRun", "dry-run", "PIPENB_DRY_RUN"],
    ["dry_run", "dry-run", "PIPENB_DRY_RUN"],
    ["inputURL", "input-url", "PIPENB_INPUT_URL"],
    ["http2Server", "http2-server", "PIPENB_HTTP2_SERVER"],
    ["zeměpis", "zeměpis", "PIPENB_ZEMĚPIS"],
    ["$x", "$x", "PIPENB__X"],
    ["_", "_", "PIPENB__"],
  ] as const) {
    it(`are --${option} and ${variable} for ${name}`, () => {
      assert.equal(optionName(name), option);
      assert.equal(environmentName(name), variable);
    });
  }
});
