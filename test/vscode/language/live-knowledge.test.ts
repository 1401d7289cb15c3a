/** What only the running kernel knows: columns, tables and files inside of strings, and a value in its hover. */
import assert from "node:assert/strict";
import { CellTyping } from "../../support/editor/cell-typing.ts";
import { linkPackages, writeInto } from "../../support/editor/language-notebooks.ts";
import { useEditor } from "../../support/editor/use-editor.ts";
import type { Workbench } from "../../support/editor/workbench.ts";

const notebook = `// %% name=orders
import pl from "nodejs-polars";
import { DuckDBInstance } from "@duckdb/node-api";
const orders = pl.DataFrame({
  price: Array.from({ length: 1461 }, (_, row) => row / 2),
  "Ship to": Array.from({ length: 1461 }, () => "<img src=x> [a](https://example.org) \`b\` | **c**"),
});
const places = [{ town: "Brno", people: 400_000 }, { town: "Kiel", people: null }];
const database = await DuckDBInstance.create(":memory:");
const connection = await database.connect();
await connection.run("CREATE TABLE sales (id INTEGER, amount DOUBLE)");
orders.height

// %% name=columns
const isColumns = true;

// %% name=sql
const isSql = true;

// %% name=paths
const isPaths = true;
`;

describe("what the running kernel knows", function () {
  this.timeout(600_000);
  const editor = useEditor({ files: [], keepsWindows: true });
  let window: Workbench;
  let typing: CellTyping;

  const open = async (cell: string, typed: string, wanted: string): Promise<readonly string[]> => {
    await typing.typeAtEnd(cell, `\n${typed}`);
    return typing.suggestions(wanted);
  };

  it("is absent while there is no kernel, and none is started for it", async () => {
    linkPackages(editor.folder, ["nodejs-polars", "@duckdb/node-api", "@duckdb/node-bindings"]);
    writeInto(editor.folder, "live.pipenb", notebook);
    writeInto(editor.folder, "data/january.csv", "a\n1\n");
    writeInto(editor.folder, "data/2022/may.csv", "a\n1\n");
    window = await editor.open();
    await window.openNotebook("live.pipenb");
    await window.selectKernel("Local process");
    typing = new CellTyping(window);
    assert.doesNotMatch(await typing.hover("const orders", "orders", /const orders/), /When last run/);
    assert.doesNotMatch(editor.session.extensionLog(), /kernel starting/);
  });

  it("is the columns of the frame that is meant, each once", async () => {
    await window.page.mouse.move(0, 0); // the hover covers the toolbar
    await window.page.locator(".monaco-hover:visible").first().waitFor({ state: "hidden" });
    await window.runAll();
    await window.outputs.getByText("1461").first().waitFor({ timeout: 300_000 });
    const offered = await open("isColumns", 'const large = orders.filter(pl.col("', "price");
    assert.deepEqual(offered.map((label) => label.replace(/column.*/, "")), ["price", "Ship to"]); // prettier-ignore
    await window.screenshot("live columns");
    await typing.type("Sh");
    await window.acceptSuggestion("Ship to");
    await typing.type('").gt(3)');
    await typing.shows("isColumns", /orders\.filter\(pl\.col\("Ship to"\)\.gt\(3\)\)/);
    await open("isColumns", 'places.map((place) => place["', "town");
    await window.screenshot("live columns of an array");
    await typing.press("Escape");
  });

  it("is tables, and the columns of those that a statement reads", async () => {
    await open("isSql", "await connection.run(`SELECT * FROM ", "sales");
    await window.screenshot("live tables");
    await typing.type("sal");
    await window.acceptSuggestion("sales");
    await typing.type(" s WHERE s.");
    const offered = await typing.suggestions("amount");
    assert.equal(offered.length, 2, offered.join());
    await window.screenshot("live columns of a table");
    await typing.press("Escape");
  });

  it("is the files beside the notebook, folder by folder", async () => {
    await open("isPaths", 'pl.readCSV("data/', "2022/");
    await window.screenshot("live files");
    await typing.type("20");
    await window.acceptSuggestion("2022/");
    await window.acceptSuggestion("may.csv");
    await typing.shows("isPaths", /pl\.readCSV\("data\/2022\/may\.csv"/);
  });

  it("is a value's shape and first rows in its hover, every character of the data as it is", async () => {
    const seen = await typing.hover("const orders", "orders", /1,461 rows × 2 columns/);
    assert.match(seen, /When last run: DataFrame · 1,461 rows × 2 columns/);
    assert.ok(seen.includes("<img src=x> [a](https://example.org) `b` | **c**"), seen);
    assert.match(seen, /const orders/);
    assert.equal(await window.page.locator(".monaco-hover:visible a[href*='example.org'], .monaco-hover:visible img").count(), 0); // prettier-ignore
    await window.screenshot("live hover");
  });
});
