/** A dot behind a name offers the members of what the name is, whatever cell declares it, and never writes another name. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { CellTyping } from "../../support/editor/cell-typing.ts";
import { frontMatter, linkPackages, writeInto } from "../../support/editor/language-notebooks.ts";
import { useEditor } from "../../support/editor/use-editor.ts";
import type { Workbench } from "../../support/editor/workbench.ts";

const notebook = `${frontMatter({ "nodejs-polars": "*", "@duckdb/node-api": "*", arquero: "*" })}// %% name=packages
import pl from "nodejs-polars";
import { DuckDBInstance } from "@duckdb/node-api";
import { table } from "arquero";
const frame = pl.DataFrame({ price: [1, 2] });
const con = await (await DuckDBInstance.create()).connect();
const tbl = table({ x: [1, 2] });

// %% name=values
const df = frame.head(1);
const db = { run: async (sql: string) => sql.length };
const row = { id: 1, label: "a" };
const res = new Response("{}");
const big = 10n;

// %% name=script
const isScript = true;

// %% name=import
import { join } from "node:path";
const isImport = join("a", "b");
`;

/** The same names, of types that have none of the members. */
const other = `// %%
const pl = 1, frame = "text", df = true, db = 2, row = "row", res = [1], con = /a/, tbl = 3, big = "big";
`;

/** What is typed up to the dot, the first letters behind it, the member that they mean, and the rest. */
const dots = [
  ["pl.", "DataFr", "DataFrame", "ame({ a: [1] });"],
  ["frame.", "heig", "height", "ht;"],
  ["process.", "cw", "cwd", "d();"],
  ["df.", "with", "withColumn", "Column(pl.lit(1));"],
  ["await db.", "ru", "run", 'n("select 1");'],
  ["row.", "la", "label", "bel;"],
  ["await res.", "js", "json", "on();"],
  ["await con.", "runA", "runAndRead", 'ndRead("select 1");'],
  ["tbl.", "numR", "numRows", "ows();"],
  ["big.", "toLo", "toLocaleString", "caleString();"],
] as const;

describe("a dot in a cell", function () {
  this.timeout(600_000);
  const editor = useEditor({ files: [], keepsWindows: true });
  let window: Workbench;
  let typing: CellTyping;
  let otherPath: string;

  it("offers the members of values and packages of other cells, also in a cell that imports", async () => {
    linkPackages(editor.folder, ["nodejs-polars", "@duckdb/node-api", "@duckdb/node-bindings", "arquero"]);
    writeInto(editor.folder, "dots.pipenb", notebook);
    otherPath = writeInto(editor.folder, "other.pipenb", other);
    window = await editor.open();
    await window.openNotebook("other.pipenb");
    await window.openNotebook("dots.pipenb");
    typing = new CellTyping(window);
    for (const cell of ["isScript", "isImport"]) {
      const before = await typing.text(cell);
      await typing.atEnd(cell);
      let typed = before;
      for (const [start, letters, member, rest] of dots) {
        await typing.type(`\n${start}`);
        await typing.suggestionRows.first().waitFor();
        await typing.type(letters);
        const offered = await typing.suggestions(member);
        assert.equal(
          new Set(offered).size,
          offered.length,
          `${start} offers nothing twice: ${offered.join()}`,
        );
        if (member === "DataFrame") await window.screenshot(`language dot pl in ${cell}`);
        if (member === "label") await window.screenshot(`language dot row in ${cell}`);
        await typing.type(rest);
        typed += `\n${start}${letters}${rest}`;
        await typing.shows(cell, typed);
      }
    }
  });

  it("leaves names alone that nobody has declared", async () => {
    const before = await typing.text("isScript");
    await typing.atEnd("isScript");
    const lines = ["wnd.", "doc.body;", "ifr.", "def.x;", "rows.id;", "rspnse.json();"];
    for (const line of lines) await typing.type(`\n${line}`);
    await typing.shows("isScript", [before, ...lines].join("\n"));
  });

  it("offers no names of a web page", async () => {
    for (const [letters, name] of [
      ["doc", "document"],
      ["HTMLEl", "HTMLElement"],
      ["wind", "window"],
    ] as const) {
      await typing.newLine("isScript");
      await typing.type(letters);
      await window.page.waitForTimeout(2_000);
      assert.equal(await typing.suggestion(name).count(), 0, name);
      await window.screenshot(`language no ${name}`);
      await typing.type(";");
    }
  });

  it("shows the documentation of a package's method and of what every cell has", async () => {
    await typing.newLine("isScript");
    await typing.type("frame.groupB");
    await typing.suggestions("groupBy");
    assert.match(await typing.suggestionDetails(/Start a groupby operation/), /groupBy/);
    await window.screenshot("language documentation of a package's method");
    await typing.type(";");
    for (const [typed, label, documentation] of [
      ["display.mark", "markdown", /Shows Markdown/],
      ["inpu", "input", /Asks the person/],
      ["let of: IsoD", "IsoDate", /A day of the calendar/],
      ["let at: Pat", "Path", /A path of a file or folder/],
      ["$.prefe", "preferLocal", /preferLocal: string \| boolean/],
    ] as const) {
      await typing.newLine("isScript");
      await typing.type(typed);
      await typing.suggestions(label);
      await typing.suggestionDetails(documentation);
      await window.screenshot(`language documentation of ${label}`);
      await typing.type(";");
    }
  });

  it("leaves the other notebook as it was", () => {
    assert.equal(readFileSync(otherPath, "utf8"), other);
  });
});
