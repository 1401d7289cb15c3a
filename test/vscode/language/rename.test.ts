/** A name that is renamed is renamed in every cell that means it, in the modules beside the notebook, and nowhere else. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { CellTyping } from "../../support/editor/cell-typing.ts";
import { linkPackages, writeInto } from "../../support/editor/language-notebooks.ts";
import { useEditor } from "../../support/editor/use-editor.ts";
import type { Workbench } from "../../support/editor/workbench.ts";

const notebook = `// %%
import { double } from "./helper.ts";
import { stat } from "node:fs/promises";
const rows = [1, 2];

// %%
const sum = rows.length + double(1);
const named = { rows };
await stat("."); // stat

// %%
let state = rows.map(double);

// %%
const state = state.length;
named.rows;
`;

const other = `// %%
const rows = "text"; const state = rows; const double = 2;
`;

describe("renaming in a notebook", function () {
  this.timeout(600_000);
  const editor = useEditor({ files: [], keepsWindows: true });
  let window: Workbench;
  let typing: CellTyping;
  let otherPath: string;
  let helper: string;

  it("changes a name of an importing cell in all cells", async () => {
    linkPackages(editor.folder, ["nodejs-polars"]);
    writeInto(editor.folder, "rename.pipenb", notebook);
    otherPath = writeInto(editor.folder, "other.pipenb", other);
    helper = writeInto(
      editor.folder,
      "helper.ts",
      "export function double(value: number): number {\n  return value * 2;\n}\n",
    );
    window = await editor.open();
    await window.openNotebook("other.pipenb");
    await window.openNotebook("rename.pipenb");
    typing = new CellTyping(window);
    await typing.select("sum", "rows");
    await typing.rename("lines");
    await typing.shows("sum", /^const sum = lines\.length \+ double\(1\);\nconst named = \{ rows: lines \};/);
    await typing.shows("helper.ts", /const lines = \[1, 2\];$/);
    await typing.shows("map(", "let state = lines.map(double);");
    await typing.shows("named.rows", /\nnamed\.rows;$/);
    await window.screenshot("language renamed in all cells");
  });

  it("changes a name that is declared again wherever the notebook has it", async () => {
    await typing.select("map(", "state");
    await typing.rename("figures");
    await typing.shows("map(", "let figures = lines.map(double);");
    await typing.shows("named.rows", /^const figures = figures\.length;\n/);
  });

  it("gives what a package exports another name in the cells", async () => {
    await typing.select("sum", "stat");
    await typing.rename("look");
    await typing.shows("helper.ts", /import \{ stat as look \} from "node:fs\/promises";/);
    await typing.shows("sum", /\nawait look\("\."\); \/\/ stat$/);
  });

  it("changes a module beside the notebook with it", async () => {
    await typing.select("sum", "double");
    await typing.rename("twice");
    await typing.shows("helper.ts", /^import \{ twice \} from "\.\/helper\.ts";/);
    await typing.shows("map(", "let figures = lines.map(twice);");
    await window.openFile("helper.ts");
    const text = window.page.locator(".editor-instance:visible");
    await typing.isShown(() => typing.textOf(text), /^export function twice\(value: number\)/);
    await window.screenshot("language renamed in a module");
  });

  it("leaves another notebook that has the names as it was", async () => {
    assert.equal(await window.page.locator(".tab.dirty", { hasText: "other.pipenb" }).count(), 0);
    assert.equal(readFileSync(otherPath, "utf8"), other);
    assert.match(readFileSync(helper, "utf8"), /export function/);
  });

  it("refuses a name that the notebook has already", async () => {
    await window.openNotebook("rename.pipenb");
    await typing.select("sum", "sum");
    await typing.rename("lines");
    await window.page
      .getByText(/has a name "lines" already/)
      .first()
      .waitFor();
    await window.screenshot("language rename refused");
    await typing.shows("helper.ts", /const lines/);
    await typing.shows("named.rows", /figures\.length/);
  });
});
