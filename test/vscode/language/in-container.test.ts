/** What the editor knows of cells that run in a container: the types of the packages in its image, and the kernel's own values. */
import assert from "node:assert/strict";
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CellTyping } from "../../support/editor/cell-typing.ts";
import { writeInto } from "../../support/editor/language-notebooks.ts";
import { useEditor } from "../../support/editor/use-editor.ts";
import type { Workbench } from "../../support/editor/workbench.ts";
import { nodeImage, requireEngine } from "../../support/engine.ts";

/** Packages and lock of the sample, whose environment other tests build as well. */
const notebook = `/* ---
pipenb: 1
image:
  npm:
    nodejs-polars: ^0.26.1
    "@duckdb/node-api": 1.5.6-r.1
--- */

// %% name=read
import pl from "nodejs-polars";
import { rounded } from "./rounding.ts";
const weather = pl.readCSV("data/seattle-weather.csv");

// %% name=warmest
const warmest = rounded(weather.height / 7);

// %% name=report
const report = [warmest, rounded(1.26)];

// %% name=last
const last = report.length;
`;

/** The same names with other types. */
const other = `// %%
const weather = "sunny"; const warmest = weather; const report = { weather }; const rounded = report;
`;

const buildPatience = { timeout: 300_000 };

describe("the language of cells in a container", function () {
  this.timeout(600_000);

  before(async function () {
    await requireEngine(this);
    process.env["PIPENB_BASE_IMAGE"] = nodeImage(); // the editor's server hands it on
  });

  const editor = useEditor({
    files: [],
    keepsWindows: true,
    settings: { "editor.autoClosingBrackets": "never", "editor.autoClosingQuotes": "never" },
  });
  let window: Workbench;
  let typing: CellTyping;
  let otherPath: string;
  let rounding: string;

  it("completes a package's methods on a variable of an earlier cell, with their documentation", async () => {
    writeInto(editor.folder, "weather.pipenb", notebook);
    otherPath = writeInto(editor.folder, "other.pipenb", other);
    rounding = writeInto(
      editor.folder,
      "rounding.ts",
      "/** Rounds to one decimal. */\nexport function rounded(value: number): number {\n  return Math.round(value * 10) / 10;\n}\n",
    );
    cpSync("samples/seattle-weather.lock.json", join(editor.folder, "weather.lock.json"));
    cpSync("samples/data/seattle-weather.csv", join(editor.folder, "data/seattle-weather.csv"));
    window = await editor.open();
    await window.openNotebook("other.pipenb");
    await window.openNotebook("weather.pipenb");
    await window.selectKernel("Container");
    await window.runAll();
    await window.notebook.locator(".codicon-notebook-state-success").nth(3).waitFor(buildPatience);
    typing = new CellTyping(window);
    await typing.newLine("const last");
    await typing.type("weather.descr");
    const labels = await typing.suggestions("describe");
    assert.equal(labels[0], "describe");
    await typing.suggestionDetails(/Summary statistics for a DataFrame/);
    await window.screenshot("language in a container: a method of polars");
    await typing.press("Escape");
  });

  it("completes the columns of that frame, which only the kernel knows", async () => {
    await typing.type('ibe();\nweather.getColumn("temp');
    const labels = await typing.suggestions("temp_max");
    assert.ok(labels.includes("temp_min"), labels.join());
    await window.screenshot("language in a container: columns of a frame");
    await typing.press("Escape");
    await typing.type('_max");');
  });

  it("imports a package and a module of Node into the cell at hand", async () => {
    await typing.type("\nDuckDBInst");
    await typing.suggestion("DuckDBInstance").filter({ hasText: "@duckdb/node-api" }).first().click();
    await typing.shows("const last", /^import \{ DuckDBInstance \} from "@duckdb\/node-api";\nconst last/);
    await typing.type(";\nreadFi");
    await typing.suggestion("readFile").filter({ hasText: "node:fs/promises" }).first().click();
    await typing.shows(
      "const last",
      /from "@duckdb\/node-api";\nimport \{ readFile \} from "node:fs\/promises";\nconst last/,
    );
    await typing.type(";");
  });

  it("marks a type error in its cell as one types, and takes the mark away when it is mended", async () => {
    const marks = typing.cell("const report").locator(".squiggly-error");
    await typing.newLine("const report");
    await typing.type("const text: string = warmest;");
    await marks.first().waitFor();
    await window.screenshot("language in a container: a type error");
    for (const cell of ["const last", "const warmest"])
      assert.equal(await typing.cell(cell).locator(".squiggly-error").count(), 0);
    await typing.select("const report", "string");
    await typing.type("number");
    await marks.first().waitFor({ state: "detached" });
  });

  it("renames over three cells and the module beside the notebook, and leaves another notebook alone", async () => {
    await typing.select("const warmest", "rounded");
    await typing.rename("toTenth");
    await typing.shows("const warmest", "const warmest = toTenth(weather.height / 7);");
    await typing.shows("readCSV", /import \{ toTenth \} from "\.\/rounding\.ts";/);
    await typing.shows("const report", /toTenth\(1\.26\)/);
    await window.command("File: Save All Files");
    await typing.isShown(() => Promise.resolve(readFileSync(rounding, "utf8")), /export function toTenth\(/);
    assert.equal(readFileSync(otherPath, "utf8"), other);
    await window.screenshot("language in a container: renamed");
  });
});
