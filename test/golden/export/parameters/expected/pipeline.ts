/** Every kind of parameter. Written by pipenb from parameters.pipenb. */
import { cell, display, done, type IsoDate, pipeline } from "./runner.mjs";

const { day, country, limit, dryRun, output, tags } = pipeline({
  title: "Every kind of parameter",
  parameters: [
    { name: "day", type: { kind: "date" }, default: "2022-02-05", doc: "Day to process" },
    { name: "country", type: { kind: "choice", options: ["CZ", "DE", "US"] }, default: "CZ", doc: "Country filter | one of three" },
    { name: "limit", type: { kind: "number" }, default: 100, doc: "" },
    { name: "dryRun", type: { kind: "boolean" }, default: false, doc: "" },
    { name: "output", type: { kind: "path" }, default: "data/output", doc: "Folder for results" },
    { name: "tags", type: { kind: "array", element: { kind: "string" } }, default: ["a", "b"], doc: "" },
  ],
});

// # Every kind of parameter
//
// Prints what it was given.

// --- show --------------------------------------------------------------------
await cell("show");
const given = { day, country, limit, dryRun, output, tags };
console.log(JSON.stringify(given));

// --- cell 4 ------------------------------------------------------------------
await cell("cell 4");
const next: IsoDate = new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
display(next, limit * 2);

done();
