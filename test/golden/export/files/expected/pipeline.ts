/** files. Written by pipenb from files.pipenb. */
import { readFileSync } from "node:fs";
import { type Row, sum } from "./lib/sum.ts";
import settings from "./settings.json" with { type: "json" };
import { cell } from "./lib/cell.js";
import { cell as startCell, done, pipeline as startPipeline } from "./runner.mjs";

startPipeline({ title: "files", parameters: [] });

// --- sum ---------------------------------------------------------------------
await startCell("sum");
const pipeline: Row[] = readFileSync("data/rows.csv", "utf8").trim().split("\n").map(Number);
console.log(settings.label, sum(pipeline), cell);

done();
