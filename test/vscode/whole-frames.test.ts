/** The renderer of dataframes in a real browser, with a kernel behind it that can be asked for more. */
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import type { RendererMessage } from "../../dataframes/protocol/renderer-messages.ts";
import { attacks } from "../support/renderer/attacks.ts";
import type { ThemeName } from "../support/renderer/themes.ts";
import { useRendererPage } from "../support/renderer/use-page.ts";

const huge = { rows: 100_000_000, columns: 10_000 };
const large = { rows: 10_000_000, columns: 20 };

describe("the renderer of whole dataframes", function () {
  this.timeout(600_000);
  const view = useRendererPage();
  const received = (): Promise<RendererMessage[]> => view().page.evaluate(() => window.fakeHost.received);
  const lastWindow = async () => {
    const windows = (await received()).flatMap((each) =>
      each.type === "ask" && each.question.method === "window" ? [each.question] : [],
    );
    return windows.at(-1);
  };

  it("scrolls through 100,000,000 rows of 10,000 columns, each value in its place", async () => {
    await view().showBehind(huge, 20);
    await view().page.getByText("100,000,000 rows × 10,000 columns").waitFor();
    await view().cellReads(9, 0, "9000");
    await view().cell(0, 0).click();
    await view().press("Control+ArrowDown");
    await view().cellReads(99_999_999, 0, "99999999000");
    await view().press("Control+ArrowRight");
    await view().cellReads(99_999_999, 9_999, "2024-10-03");
    await view().cellReads(99_999_999, 9_997, "true");
    await view().press("Home");
    await view().cellReads(99_999_999, 1, "r99999999c1");
    await view().grid.evaluate((grid) => {
      grid.scrollTop = grid.scrollHeight / 2;
    });
    await view().cell(99_999_999, 1).waitFor({ state: "detached" });
    const row = view().page.locator("[role=gridcell][data-column='1']:not(.waiting)").nth(9);
    await row.waitFor();
    const [place, text] = await row.evaluate((cell) => [cell.getAttribute("data-row"), cell.textContent]);
    assert.equal(text, `r${place}c1`);
    assert.ok(Math.abs(Number(place) - 50_000_000) < 10_000, `${place} is in the middle`);
    assert.ok((await view().page.locator("[role=gridcell]").count()) < 800);
    assert.ok((await view().page.evaluate(() => window.fakeHost.mostOpen)) <= 5);
  });

  /** Looks at the cell and the grid at one moment. */
  const activeInSight = (row: string): Promise<boolean> =>
    view().grid.evaluate((grid, wanted) => {
      const cell = grid.querySelector<HTMLElement>(".cell.active");
      if (cell?.dataset["row"] !== wanted) return false;
      const [place, within] = [cell.getBoundingClientRect(), grid.getBoundingClientRect()];
      return place.top >= within.top && place.bottom <= within.bottom;
    }, row);

  it("moves by single rows where the scroll bar is too coarse for them", async () => {
    await view().showBehind(huge, 20);
    await view().cell(0, 0).click();
    await view().press("Control+ArrowDown");
    for (let step = 1; step <= 30; step += 1) {
      await view().press("ArrowUp");
      const wanted = String(99_999_999 - step);
      // The suite's timeout bounds it: rows are drawn anew when their values come.
      while (!(await activeInSight(wanted))) await view().page.waitForTimeout(20);
    }
    const first = await view()
      .page.locator("[role=gridcell][data-column='0']")
      .first()
      .getAttribute("data-row");
    await view().grid.hover();
    await view().page.mouse.wheel(0, -220);
    await view()
      .page.locator(`[data-row="${Number(first) - 10}"][data-column="0"]`)
      .waitFor();
  });

  it("cancels what scrolling has left behind", async () => {
    await view().showBehind(large, 20);
    await view().page.evaluate(() => {
      window.fakeHost.delay = 400;
    });
    for (let part = 1; part <= 8; part += 1)
      await view().grid.evaluate((grid, at) => {
        grid.scrollTop = (grid.scrollHeight * at) / 10;
      }, part);
    await view().page.locator("[role=gridcell].value[data-column='0']").first().waitFor();
    const messages = await received();
    const windows = messages.filter((each) => each.type === "ask" && each.question.method === "window");
    const cancelled = messages.filter((each) => each.type === "cancel");
    assert.ok(cancelled.length >= 5, `${cancelled.length} of ${windows.length} were cancelled`);
  });

  it("says that it waits, and stays usable meanwhile", async () => {
    await view().showBehind(large, 20);
    await view().page.evaluate(() => {
      window.fakeHost.delay = 1_200;
    });
    await view().cell(0, 0).click();
    await view().press("Control+ArrowDown");
    await view().page.getByText("Waiting for the running cell…").waitFor();
    assert.ok((await view().page.locator("[role=gridcell][aria-busy=true]").count()) > 0);
    await view().press("Control+ArrowUp");
    await view().cellReads(0, 0, "0");
    await view().press("Control+ArrowDown");
    await view().cellReads(9_999_999, 0, "9999999000");
    await view().page.getByText("Waiting for the running cell…").waitFor({ state: "hidden" });
  });

  it("sorts by clicks and keys, and shows in which order", async () => {
    await view().showBehind(large, 20);
    await view().head("id0").click();
    await view().head("id0").and(view().page.locator("[aria-sort=ascending]")).waitFor();
    await view().head("id0").click();
    await view().cellReads(0, 0, "9999999000");
    assert.equal(await view().head("id0").getAttribute("aria-sort"), "descending");
    await view()
      .head("text1")
      .click({ modifiers: ["Shift"] });
    await view().head("text1").locator(".sorted").getByText("2").waitFor();
    assert.deepEqual((await lastWindow())?.view.sort, [
      { column: 0, descending: true },
      { column: 1, descending: false },
    ]);
    await view().cell(0, 2).click();
    await view().press("ArrowUp");
    const active = await view().grid.getAttribute("aria-activedescendant");
    assert.equal(await view().head("amount2").getAttribute("id"), active);
    await view().press("Enter");
    await view().head("amount2").and(view().page.locator("[aria-sort=ascending]")).waitFor();
    await view().press("Enter", "Enter");
    await view().cellReads(0, 0, "0");
    assert.equal(await view().head("amount2").getAttribute("aria-sort"), "none");
  });

  it("filters by a range that is checked while it is typed", async () => {
    await view().showBehind(large, 20);
    await view().cell(0, 0).click();
    await view().press("Alt+ArrowDown");
    const panel = view().page.getByRole("dialog", { name: "Filter id0" });
    await panel.getByLabel("From").fill("12.5");
    await panel.getByText("Not a whole number, for example 42").waitFor();
    assert.equal(await panel.getByRole("button", { name: "Apply" }).isDisabled(), true);
    await panel.getByLabel("From").fill("5,000,000");
    await panel.getByLabel("To").fill("7000000");
    await view().press("Enter");
    await view().page.getByText("2,001 of 10,000,000 rows × 20 columns").waitFor();
    await view().cellReads(0, 0, "5000000");
    assert.equal(await view().grid.getAttribute("aria-rowcount"), "2002");
    await view()
      .page.getByRole("group", { name: "Active filters" })
      .getByText("id0 from 5000000 to 7000000")
      .waitFor();
    await view().page.getByRole("button", { name: "Remove the filter id0 from 5000000 to 7000000" }).click();
    await view().page.getByText("10,000,000 rows × 20 columns", { exact: true }).waitFor();
    await view().cellReads(0, 0, "0");
  });

  it("filters by values with their counts, and by what is missing", async () => {
    await view().showBehind(large, 20);
    await view().head("city3").hover();
    await view().page.getByRole("button", { name: "Filter city3" }).click();
    const panel = view().page.getByRole("dialog", { name: "Filter city3" });
    await panel.getByLabel("Brno").waitFor();
    await panel.getByRole("searchbox", { name: "Search values" }).fill("ostr");
    await panel.getByLabel("Brno").waitFor({ state: "hidden" });
    await panel.getByLabel("Ostrava").check();
    await panel.getByRole("button", { name: "Apply" }).click();
    await view().page.getByText("2,500,000 of 10,000,000 rows").waitFor();
    await view().cellReads(1, 3, "Ostrava");
    await view().cellReads(1, 0, "7000");
    assert.equal(
      await view().page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.role),
      "grid",
    );
    await view().head("city3").hover();
    await view().page.getByRole("button", { name: "Filter city3 (filtered)" }).click();
    await view().press("Escape");
    await panel.waitFor({ state: "hidden" });
    assert.equal(await view().grid.evaluate((grid) => grid.matches(":focus")), true);
  });

  it("filters texts by the whole of them", async () => {
    await view().showBehind(large, 20);
    await view().head("city3").hover();
    await view().page.getByRole("button", { name: "Filter city3" }).click();
    const panel = view().page.getByRole("dialog", { name: "Filter city3" });
    await panel.getByRole("textbox", { name: "Is", exact: true }).fill("Ostrava");
    await view().press("Enter");
    await view().page.getByRole("group", { name: "Active filters" }).getByText("city3 is Ostrava").waitFor();
    await view().page.getByText("2,500,000 of 10,000,000 rows").waitFor();
  });

  it("filters days by the browser's calendar or as they are typed", async () => {
    await view().showBehind(large, 20);
    // Scrolls there, and once more where the grid is drawn anew meanwhile.
    await view().head("day7").hover();
    await view().page.getByRole("button", { name: "Filter day7" }).click();
    const panel = view().page.getByRole("dialog", { name: "Filter day7" });
    await panel.getByLabel("Calendar of the beginning").fill("1970-01-11");
    assert.equal(await panel.getByLabel("From").inputValue(), "1970-01-11");
    await panel.getByLabel("From").fill("1970-01-12");
    mkdirSync(".cache/screenshots", { recursive: true });
    await view().page.screenshot({ path: ".cache/screenshots/filter-of-days.png" });
    await view().press("Enter");
    await view().page.getByRole("group", { name: "Active filters" }).getByText("day7 ≥ 1970-01-12").waitFor();
  });

  it("is entered and left by Tab", async () => {
    await view().showBehind(large, 20);
    await view().cell(0, 0).click();
    const inGrid = (): Promise<boolean> => view().grid.evaluate((grid) => grid.matches(":focus"));
    assert.equal(await inGrid(), true);
    await view().press("Tab");
    assert.equal(await inGrid(), false);
    await view().press("Shift+Tab");
    assert.equal(await inGrid(), true);
  });

  it("searches all columns from the keyboard", async () => {
    await view().showBehind(large, 20);
    await view().cell(0, 0).click();
    await view().press("Control+f");
    await view().page.keyboard.type("r1234567c1");
    await view().page.getByText("1 of 10,000,000 rows × 20 columns").waitFor();
    await view().cellReads(0, 0, "1234567000");
    await view().press("Escape");
    await view().page.getByText("10,000,000 rows × 20 columns", { exact: true }).waitFor();
    await view().press("Escape");
    assert.equal(await view().grid.evaluate((grid) => grid.matches(":focus")), true);
  });

  it("finds, hides and pins columns", async () => {
    await view().showBehind(huge, 20);
    await view().button("Columns").click();
    const panel = view().page.getByRole("dialog", { name: "Columns" });
    await panel.getByRole("searchbox", { name: "Search columns" }).fill("text9993");
    await view().press("Enter");
    await view().cellReads(0, 9993, "r0c9993");
    await panel.getByRole("button", { name: "Pin text9993" }).click();
    await panel.getByRole("searchbox", { name: "Search columns" }).fill("id0");
    await panel.getByRole("checkbox", { name: "Show id0", exact: true }).uncheck();
    await view().press("Escape");
    await view().page.getByText("× 9,999 columns (1 hidden)").waitFor();
    await view().grid.evaluate((grid) => {
      grid.scrollLeft = 300_000;
    });
    await view()
      .page.locator("[role=gridcell][data-column='0'][data-row='0']")
      .getByText("r0c9993")
      .waitFor();
    const left = async (): Promise<number> => {
      const [pinned, grid] = [await view().cell(0, 0).boundingBox(), await view().grid.boundingBox()];
      return (pinned?.x ?? Infinity) - (grid?.x ?? 0);
    };
    await view().page.waitForTimeout(300);
    assert.ok((await left()) < 160, `stays at the left, not at ${await left()}`);
    const shown = view().page.locator("[role=gridcell].value[data-row='0']").nth(3);
    const position = Number(await shown.getAttribute("data-column"));
    assert.match(await shown.innerText(), /^(?!r0c9993).+/);
    assert.ok(position > 1_000);
  });

  it("shows figures below the names, remembers whether it does, and follows the filters", async () => {
    await view().showBehind(large, 20);
    await view().head("city3").getByText("25% null · 3 distinct").waitFor();
    assert.ok((await view().head("id0").locator("rect").count()) > 10);
    await view().head("id0").locator(".summary").hover();
    await view().page.getByRole("tooltip").getByText("10000000000").waitFor();
    await view().page.getByRole("tooltip").getByText("Quartile 25 %").waitFor();
    const asked = (await received()).flatMap((each) =>
      each.type === "ask" && each.question.method === "summary" ? each.question.columns : [],
    );
    assert.equal(new Set(asked).size, asked.length, "each column is asked about once");
    assert.ok(asked.length < 20, "columns out of sight are not asked about");
    await view().button("Summary").click();
    assert.equal(await view().page.locator(".summary").count(), 0);
    assert.equal(await view().button("Summary").getAttribute("aria-pressed"), "false");
  });

  it("shows all figures only for the small picture, and never over rows that were just sorted", async () => {
    await view().showBehind(large, 20);
    const tip = view().page.getByRole("tooltip");
    await view().head("id0").locator("rect").first().waitFor();
    await view().head("id0").locator(".label").hover();
    await view().page.waitForTimeout(700);
    assert.equal(await tip.isVisible(), false, "the name is no picture");
    await view().head("id0").locator(".summary").hover();
    await tip.waitFor();
    await view().head("id0").locator(".summary").click();
    await view().head("id0").and(view().page.locator("[aria-sort=ascending]")).waitFor();
    await view().page.waitForTimeout(900);
    assert.equal(await tip.isVisible(), false, "the rows are what was asked for");
    await view().cell(3, 0).hover();
    await view().head("id0").locator(".summary").hover();
    await tip.waitFor();
    await view().press("ArrowRight");
    await tip.waitFor(); // the keyboard rests on the next name
    await view().press("Escape");
    await tip.waitFor({ state: "hidden" });
    await view().press("Enter");
    await view().head("text1").and(view().page.locator("[aria-sort=ascending]")).waitFor();
    await view().page.waitForTimeout(900);
    assert.equal(await tip.isVisible(), false);
    await view().press("Shift+F10");
    await tip.waitFor();
    await view().press("ArrowDown");
    await tip.waitFor({ state: "hidden" });
  });

  it("copies as TSV, Markdown and JSON, also rows that are not here yet", async () => {
    await view().showBehind(large, 20);
    await view().cell(5, 0).click();
    await view().page.keyboard.down("Shift");
    await view().press(...Array.from({ length: 30 }, () => "PageDown"), "ArrowRight");
    await view().page.keyboard.up("Shift");
    await view().press("Control+c");
    await view()
      .page.getByText(/\d+ rows × 2 columns copied/)
      .waitFor();
    const lines = (await view().clipboard()).split("\n");
    assert.equal(lines[0], "5000\tr5c1");
    const last = 5 + lines.length - 1;
    assert.ok(last > 300);
    assert.equal(lines.at(-1), `${last}000\tr${last}c1`);
    await view().cell(last, 0).click();
    await view()
      .cell(last, 1)
      .click({ modifiers: ["Shift"] });
    await view().button("Copy as").click();
    await view().page.getByRole("menuitem", { name: "Markdown" }).click();
    await view().page.getByText("1 row × 2 columns copied").waitFor();
    assert.equal(await view().clipboard(), `| id0 | text1 |\n| --: | --- |\n| ${last}000 | r${last}c1 |`);
    await view().button("Copy as").click();
    await view().press("ArrowDown", "ArrowDown", "Enter");
    await view().page.waitForFunction(() =>
      navigator.clipboard.readText().then((text) => text.startsWith("[")),
    );
    assert.deepEqual(JSON.parse(await view().clipboard()), [{ id0: last * 1000, text1: `r${last}c1` }]);
  });

  it("reads all of a value of which only the beginning came", async () => {
    await view().showBehind(large, 20);
    await view().cell(0, 0).click();
    await view().press("Control+ArrowDown");
    await view().cellReads(9_999_999, 0, "9999999000");
    await view().press(
      "ArrowRight",
      "ArrowRight",
      "ArrowRight",
      "ArrowRight",
      "ArrowRight",
      "ArrowRight",
      "Enter",
    );
    const full = view().page.getByRole("region", { name: "Full value" });
    await full.locator("pre").getByText("row 9999999 ".repeat(600).trim()).waitFor();
  });

  it("writes files and code of what is shown", async () => {
    await view().showBehind(large, 20);
    await view().head("id0").click();
    await view().head("id0").and(view().page.locator("[aria-sort=ascending]")).waitFor();
    await view().button("Export…").click();
    await view().page.getByRole("menuitem", { name: "Parquet…" }).click();
    await view().page.getByText("Exported to /home/me/orders.parquet").waitFor();
    await view().button("Insert as code").click();
    await view().page.getByText("A new cell has the code").waitFor();
    const code = (await received()).find((each) => each.type === "insert-code");
    assert.deepEqual(code?.type === "insert-code" ? code.view.sort : [], [{ column: 0, descending: false }]);
    await view().page.evaluate(() => {
      window.fakeHost.delay = 60_000;
    });
    await view().button("Export…").click();
    await view().page.getByRole("menuitem", { name: "CSV…" }).click();
    await view().button("Cancel").click();
    await view().page.getByText("Exporting was stopped").waitFor();
  });

  it("keeps its first rows when the kernel no longer has the frame", async () => {
    await view().showBehind(large, 1_000);
    await view().page.evaluate(() => {
      window.fakeHost.problem = { code: "expired", message: "gone" };
    });
    await view().cell(0, 0).click();
    await view().press("Control+ArrowDown");
    await view()
      .page.getByText("First 1,000 of 10,000,000 rows; run the cell again to see the others")
      .waitFor();
    await view().press("Control+ArrowDown");
    await view().cellReads(999, 0, "999000");
  });

  it("says so when there is no kernel, and tries again when asked to", async () => {
    await view().showBehind(large, 20);
    await view().page.evaluate(() => {
      window.fakeHost.problem = { code: "no-kernel", message: "none" };
    });
    await view().head("id0").click();
    await view()
      .page.getByText("First 20 of 10,000,000 rows; run the cell again to see the others")
      .waitFor();
    await view().page.evaluate(() => {
      window.fakeHost.problem = undefined;
    });
    await view().button("Try again").click();
    await view().cell(0, 0).click();
    await view().press("Control+ArrowDown");
    await view().cellReads(9_999_999, 0, "9999999000");
  });

  it("returns to what was asked for when it tries again", async () => {
    for (const code of ["no-kernel", "expired"]) {
      await view().showBehind(large, 20);
      await view().head("id0").click();
      await view().head("id0").and(view().page.locator("[aria-sort=ascending]")).waitFor();
      await view().head("id0").click();
      await view().cellReads(0, 0, "9999999000");
      await view().page.evaluate((problem) => {
        window.fakeHost.problem = { code: problem, message: "none" };
      }, code);
      await view().cell(0, 0).click();
      await view().press("Control+ArrowDown");
      await view().page.getByText("10,000,000 rows × 20 columns, first 20 shown").waitFor();
      await view().cellReads(0, 0, "0");
      await view().page.evaluate(() => {
        window.fakeHost.problem = undefined;
      });
      await view().button("Try again").click();
      await view().cellReads(0, 0, "9999999000");
      assert.equal(await view().head("id0").getAttribute("aria-sort"), "descending");
      await view().head("id0").click();
      await view().cellReads(0, 0, "0");
      await view().cell(0, 0).click();
      await view().press("Control+ArrowDown");
      await view().cellReads(9_999_999, 0, "9999999000");
    }
  });

  it("reads long values of the rows that came, and says so where it cannot", async () => {
    const cut = [{ column: 6, row: 1, length: 5_399 }];
    await view().showBehind(large, 20, { told: { cut } });
    await view().cell(1, 6).dblclick();
    const full = view().page.getByRole("region", { name: "Full value" });
    await full.locator("pre").getByText("row 1 ".repeat(600).trim()).waitFor();
    await view().page.evaluate(() => {
      window.fakeHost.problem = { code: "no-kernel", message: "No kernel is running." };
    });
    await view().cell(2, 6).click();
    await view().cell(1, 6).dblclick();
    await full.getByText("Only the beginning of 5,399 (No kernel is running.)").waitFor();
  });

  it("keeps what it shows when a question fails", async () => {
    await view().showBehind(large, 20);
    await view().page.evaluate(() => {
      window.fakeHost.problem = { code: "unsupported", message: "Lists have no order here." };
    });
    await view().head("id0").click();
    await view().page.getByText("Lists have no order here.").waitFor();
    await view().cellReads(3, 0, "3000");
    assert.equal(await view().head("id0").getAttribute("aria-sort"), "none");
  });

  it("reads frames that nobody has counted as one scrolls", async () => {
    await view().showBehind({ rows: 450, columns: 4 }, 0, { told: { rows: null } });
    await view().page.evaluate(() => {
      window.fakeHost.counts = false;
    });
    assert.deepEqual(await received(), []);
    await view().button("Read rows").click();
    await view().page.getByText("200+ rows × 4 columns").waitFor();
    await view().cellReads(1, 1, "r1c1");
    await view().press("Control+ArrowDown");
    await view().page.getByText("400+ rows × 4 columns").waitFor();
    await view().press("Control+ArrowDown");
    await view().page.getByText("450 rows × 4 columns").waitFor();
    await view().press("Control+ArrowDown");
    await view().cellReads(449, 1, "r449c1");
  });

  it("turns to a chart and back", async () => {
    await view().showBehind(large, 20);
    await view().page.getByRole("tab", { name: "Chart" }).click();
    await view().grid.waitFor({ state: "hidden" });
    await view().page.locator(".chart > *").first().waitFor();
    assert.deepEqual(await view().page.getByRole("toolbar").getByRole("button").allInnerTexts(), ["Export…"]);
    await view().page.getByRole("searchbox", { name: "Search all columns" }).waitFor();
    await view().page.getByRole("tab", { name: "Table" }).click();
    assert.equal(await view().page.getByRole("toolbar").getByRole("button").count(), 6);
    await view().cellReads(0, 0, "0");
  });

  it("runs nothing that comes from the kernel", async () => {
    await view().showBehind({ rows: 5_000, columns: 16, texts: attacks }, 20);
    await view().cell(0, 0).click();
    await view().press("Control+ArrowDown");
    await view().page.locator("[data-row='4999'][data-column='1'].value").waitFor();
    for (const column of [1, 3]) {
      await view().press("Control+ArrowUp", "Home", ...Array.from({ length: column }, () => "ArrowRight"));
      await view().press("Enter", "Alt+ArrowDown");
      const panel = view().page.getByRole("dialog");
      const boxes = panel.getByRole("group", { name: "Values" }).getByRole("checkbox");
      await boxes.first().waitFor();
      assert.equal(await boxes.count(), attacks.length);
      for (const index of [0, 1, 2]) await boxes.nth(index).check();
      await panel.getByRole("button", { name: "Apply" }).click();
      await view().page.locator(".chip").first().waitFor();
    }
    await view().page.locator(".name .summary").nth(1).hover();
    await view().page.evaluate((message) => {
      window.fakeHost.problem = { code: "failed", message };
    }, attacks[1] ?? "");
    await view().button("Columns").click();
    await view().press("Escape");
    await view().button("Insert as code").click();
    await view().page.getByText(`Writing the code failed: ${attacks[1]}`).waitFor();
    const found = await view().page.evaluate(() => {
      const root = document.querySelector("#output > div > div")?.shadowRoot;
      return [...(root?.querySelectorAll("*") ?? [])].map(({ tagName }) => tagName.toLowerCase());
    });
    const own = ["button", "div", "input", "path", "pre", "rect", "section", "span", "style", "svg"];
    assert.deepEqual(
      [...new Set(found)].filter((tag) => !own.includes(tag)),
      [],
      "only what the renderer itself makes",
    );
    assert.equal(await view().page.evaluate(() => "attacked" in window), false);
  });

  for (const theme of ["light", "dark", "high-contrast"] satisfies ThemeName[])
    it(`has a look that suits ${theme} themes`, async () => {
      mkdirSync(".cache/screenshots", { recursive: true });
      const shot = (name: string) =>
        view().page.screenshot({ path: `.cache/screenshots/whole-${name}-${theme}.png` });
      await view().showBehind(large, 200, { theme });
      await view().head("id0").click();
      await view()
        .head("city3")
        .click({ modifiers: ["Shift"] });
      await view().head("city3").getByText("25% null · 3 distinct").waitFor();
      await view().cell(2, 1).click();
      await view()
        .cell(5, 2)
        .click({ modifiers: ["Shift"] });
      await shot("table");
      await view().press("Home", "Alt+ArrowDown");
      await view().page.getByLabel("From").fill("12.5");
      await shot("range");
      await view().page.getByLabel("From").fill("5000000");
      await view().press("Enter");
      await view().page.locator(".chip").waitFor();
      await view().head("city3").hover();
      await view().page.getByRole("button", { name: "Filter city3" }).click();
      await view().page.getByRole("checkbox", { name: "Brno" }).check();
      await shot("values");
      await view().press("Escape");
      await view().head("amount2").locator(".summary").hover();
      await view().page.getByRole("tooltip").waitFor();
      await shot("figures");
      await view().button("Columns").click();
      await view().page.getByRole("button", { name: "Pin day7" }).click();
      await shot("columns");
    });
});
