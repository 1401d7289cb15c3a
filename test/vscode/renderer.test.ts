/** The renderer of dataframes in a real browser. */
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { dateDay, decimal, float64, int32, int64, list, timestamp, utf8 } from "@uwdata/flechette";
import { attacks } from "../support/renderer/attacks.ts";
import { builtRenderer, loadedAtOnce } from "../support/renderer/page.ts";
import { streamOf } from "../support/renderer/stream-of.ts";
import type { ThemeName } from "../support/renderer/themes.ts";
import { useRendererPage } from "../support/renderer/use-page.ts";

const weather = (rows: number): Uint8Array => {
  const days = Array.from({ length: rows }, (_, row) => row);
  return streamOf(
    ["date", dateDay(), days.map((day) => new Date(Date.UTC(2012, 0, 1 + day)))],
    [
      "station",
      utf8(),
      days.map((day) => (day % 7 === 3 ? null : ["Praha-Ruzyně", "", "Brno-Tuřany"][day % 3])),
    ],
    [
      "temp_max",
      float64(),
      days.map((day) => (day % 11 === 4 ? NaN : Math.round(125 + 100 * Math.sin(day / 58)) / 10)),
    ],
    ["visits", int64(), days.map((day) => 9_007_199_254_740_993n + BigInt(day))],
    ["price", decimal(10, 2), days.map((day) => BigInt(day * 1999 - 12_345))],
    [
      "seen",
      timestamp(1, "Europe/Prague"),
      days.map((day) => Date.UTC(2012, 2, 24, 22, 30) + day * 3_600_000),
    ],
    ["tags", list(int32()), days.map((day) => [day, day + 1])],
    ["note", utf8(), days.map((day) => `${day} `.repeat((day % 5) * 40))],
  );
};
const metadata = { pipenb: { frame: { rows: 1461, columns: 8, shown: 1000 } } };

describe("the renderer of dataframes", function () {
  this.timeout(600_000);
  const view = useRendererPage();

  it("is small to load", () => {
    assert.ok(gzipSync(loadedAtOnce(builtRenderer()).join("")).length <= 60_000);
  });

  it("brings no schemas into the page", () => {
    const files = builtRenderer();
    // Other outputs have files of their own, which dataframes do not load.
    const pages = ["traces.js", "tree.js", "vega.js"];
    const others = new Set(pages.flatMap((page) => loadedAtOnce(files, page)));
    for (const [path, text] of files)
      if (!others.has(text)) assert.doesNotMatch(text, /ZodError|invalid_type/, path);
  });

  it("shows shape, names, types and values", async () => {
    await view().show({ bytes: weather(1000), metadata });
    const { page } = view();
    await page.getByText("1,461 rows × 8 columns, first 1,000 shown").waitFor();
    const heads = await page.getByRole("columnheader").allInnerTexts();
    assert.deepEqual(
      heads.slice(1, 4).map((head) => head.split("\n")),
      [
        ["date", "date"],
        ["station", "text"],
        ["temp_max", "float64"],
      ],
    );
    const row = await page.getByRole("row").nth(1).getByRole("gridcell").allInnerTexts();
    assert.deepEqual(row.slice(0, 6), [
      "2012-01-01",
      "Praha-Ruzyně",
      "12.5",
      "9007199254740993",
      "-123.45",
      "2012-03-24 23:30:00+01:00",
    ]);
    assert.equal(await view().cell(3, 5).innerText(), "2012-03-25 03:30:00+02:00");
  });

  it("tells null, NaN and empty text apart by their look", async () => {
    await view().show({ bytes: weather(30) });
    const look = (row: number, column: number) =>
      view()
        .cell(row, column)
        .evaluate((cell) => [
          cell.textContent,
          getComputedStyle(cell).fontStyle,
          getComputedStyle(cell).textAlign,
        ]);
    assert.deepEqual(await look(3, 1), ["null", "italic", "start"]);
    assert.deepEqual(await look(1, 1), ['""', "italic", "start"]);
    assert.deepEqual(await look(4, 2), ["NaN", "normal", "right"]);
  });

  it("keeps only the rows and columns in sight in the page", async () => {
    const wide = Array.from({ length: 2000 }, (_, index) => [`c${index}`, int32(), [index]] as const);
    await view().show({ bytes: streamOf(...wide) });
    assert.ok((await view().page.getByRole("columnheader").count()) < 30);
    await view().show({ bytes: weather(1000), metadata });
    assert.ok((await view().page.getByRole("row").count()) < 40);
    await view().grid.evaluate((grid) => {
      grid.scrollTop = grid.scrollHeight;
    });
    await view().cell(999, 0).waitFor();
    assert.ok((await view().page.getByRole("row").count()) < 40);
  });

  it("moves by keyboard and tells assistive technology where it is", async () => {
    await view().show({ bytes: weather(1000), metadata });
    await view().press("Tab"); // the copy button
    await view().press("Tab");
    const active = (): Promise<string> =>
      view().grid.evaluate((grid) => {
        // SAFETY: the grid lives in the shadow root of its view.
        const root = grid.getRootNode() as ShadowRoot;
        const cell = root.getElementById(grid.getAttribute("aria-activedescendant") ?? "");
        return `${cell?.closest("[role=row]")?.getAttribute("aria-rowindex") ?? "?"}/${cell?.getAttribute("aria-colindex") ?? "?"}`;
      });
    assert.equal(await active(), "2/2");
    await view().press("ArrowDown");
    await view().press("ArrowRight");
    assert.equal(await active(), "3/3");
    await view().press("Control+End");
    assert.equal(await active(), "1001/9");
    await view().press("Home");
    await view().press("PageUp");
    assert.match(await active(), /^98\d\/2$/);
    assert.equal(await view().grid.getAttribute("aria-rowcount"), "1462");
    assert.equal(await view().grid.getAttribute("aria-colcount"), "9");
  });

  it("keeps its keys from the editor and leaves it the others", async () => {
    await view().show({ bytes: weather(10) });
    await view().page.evaluate(() => {
      document.body.title = "";
      document.addEventListener("keydown", ({ key }) => {
        document.body.title += `${key} `;
      });
    });
    await view().cell(0, 0).click();
    for (const key of ["ArrowDown", "Enter", "Escape", "Escape", "s"]) await view().press(key);
    assert.equal(await view().page.evaluate(() => document.body.title), "Escape s ");
  });

  it("copies cells as TSV, and whole columns with their names", async () => {
    await view().show({ bytes: weather(10) });
    await view().cell(0, 3).click();
    await view()
      .cell(1, 4)
      .click({ modifiers: ["Shift"] });
    await view().press("Control+c");
    await view().page.getByText("2 rows × 2 columns copied").waitFor();
    assert.equal(await view().clipboard(), "9007199254740993\t-123.45\n9007199254740994\t-103.46");
    await view().press("Control+a");
    await view().press("Control+c");
    await view().page.getByText("10 rows × 8 columns copied").waitFor();
    const lines = (await view().clipboard()).split("\n");
    assert.equal(lines[0], "date\tstation\ttemp_max\tvisits\tprice\tseen\ttags\tnote");
    assert.equal(lines.length, 11);
  });

  it("selects by dragging", async () => {
    await view().show({ bytes: weather(10) });
    await view().cell(1, 0).hover();
    await view().page.mouse.down();
    await view().cell(3, 1).hover();
    await view().page.mouse.up();
    assert.equal(await view().page.locator('[role=gridcell][aria-selected="true"]').count(), 6);
  });

  it("shows a value in full when it is clicked, or with Enter", async () => {
    await view().show({ bytes: weather(10) });
    const full = view().page.getByRole("region", { name: "Full value" });
    await view().cell(2, 6).click();
    assert.equal(await full.locator("pre").innerText(), "[\n  2,\n  3\n]");
    await view().press("Escape");
    await full.waitFor({ state: "hidden" });
    await view().press("Home");
    await view().cell(2, 0).click();
    await full.waitFor({ state: "hidden" });
    await view().press("End");
    await view().press("Enter");
    assert.equal(await full.locator("pre").textContent(), "2 ".repeat(80));
    await full.getByRole("button", { name: "Copy value" }).click();
    await view().page.getByText("Value copied").waitFor();
    assert.equal(await view().clipboard(), "2 ".repeat(80));
    await full.getByRole("button", { name: "Close" }).click();
    assert.equal(await view().grid.evaluate((grid) => grid.matches(":focus")), true);
  });

  it("resizes columns by dragging, by keyboard, and to fit", async () => {
    await view().show({ bytes: weather(10) });
    const width = async (): Promise<number> => (await view().cell(0, 1).boundingBox())?.width ?? 0;
    const before = await width();
    const handle = view().page.locator('[data-resize="1"]');
    let at = await handle.boundingBox();
    while (at === null) at = await handle.boundingBox(); // the grid is drawn anew just then
    await view().page.mouse.move(at.x + 3, at.y + 10);
    await view().page.mouse.down();
    await view().page.mouse.move(at.x + 63, at.y + 10);
    await view().page.mouse.up();
    assert.equal(await width(), before + 60);
    await view().cell(0, 1).click();
    await view().press("Alt+ArrowLeft");
    assert.equal(await width(), before + 44);
    await handle.dblclick();
    assert.equal(await width(), before);
  });

  it("runs nothing that data or column names bring", async () => {
    const columns = attacks.map((attack) => [attack, utf8(), attacks] as const);
    await view().show({ bytes: streamOf(...columns), metadata: { pipenb: { frame: { rows: attacks[0] } } } });
    for (let row = 0; row < attacks.length; row += 1) {
      await view().cell(row, 0).click();
      await view().press("Enter");
      assert.equal((await view().page.locator("section pre").textContent()) ?? "", attacks[row]);
    }
    await view().press("Control+ArrowRight");
    await view()
      .cell(attacks.length - 1, attacks.length - 1)
      .waitFor();
    const found = await view().page.evaluate(() => {
      const root = document.querySelector("#output > div > div")?.shadowRoot;
      return [...(root?.querySelectorAll("*") ?? [])].map(({ tagName }) => tagName.toLowerCase());
    });
    assert.deepEqual(
      [...new Set(found)].sort(),
      ["button", "div", "input", "path", "pre", "section", "span", "style", "svg"],
      "only what the renderer itself makes",
    );
    assert.equal(await view().page.evaluate(() => "attacked" in window), false);
  });

  it("shows frames without rows, and without columns", async () => {
    await view().show({ bytes: streamOf(["a", utf8(), []], ["", int32(), []]) });
    await view().page.getByText("0 rows × 2 columns").waitFor();
    await view().page.getByText("No rows").waitFor();
    assert.match(await view().page.getByRole("columnheader").nth(2).innerText(), /\(no name\)/);
    await view().show({ bytes: streamOf() });
    await view().page.getByText("No columns").waitFor();
  });

  it("says what is wrong with bytes it cannot read, and leaves the rest to the editor", async () => {
    const error = await view().show({ bytes: new TextEncoder().encode("no Arrow at all") });
    assert.equal(error, "vscode.fallbackToNextRenderer");
    await view().page.getByRole("alert").getByText("cannot be shown as a table").waitFor();
  });

  for (const theme of ["light", "dark", "high-contrast"] satisfies ThemeName[])
    it(`has a look that suits ${theme} themes`, async () => {
      mkdirSync(".cache/screenshots", { recursive: true });
      await view().show({ bytes: weather(1000), metadata }, theme);
      await view().cell(2, 1).click();
      await view()
        .cell(5, 3)
        .click({ modifiers: ["Shift"] });
      await view().press("Enter");
      await view().page.screenshot({
        path: `.cache/screenshots/frame-${theme}.png`,
        clip: { x: 0, y: 0, width: 900, height: 526 },
      });
      const [text, paper] = await view().grid.evaluate((grid) => {
        const look = getComputedStyle(grid);
        return [look.color, look.backgroundColor];
      });
      assert.notEqual(text, paper);
    });
});
