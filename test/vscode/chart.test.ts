/** The chart of a dataframe in a real browser, as built, with a kernel played by the test. */
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import type { DataframeColumn } from "../../dataframes/protocol/reply.ts";
import { wholeFrame } from "../../dataframes/protocol/view.ts";
import { attacks } from "../support/renderer/attacks.ts";
import type { PlayedAnswer } from "../support/renderer/chart-page.ts";
import {
  bars,
  barsInParts,
  bins,
  dots,
  weatherColumns,
  weeks,
  weeksPerStation,
} from "../support/renderer/played-charts.ts";
import type { ThemeName } from "../support/renderer/themes.ts";
import { useChartPage } from "../support/renderer/use-page.ts";

const timeless = weatherColumns.filter(({ role }) => role !== "time");

describe("the chart of a dataframe", function () {
  this.timeout(600_000);
  const chart = useChartPage();
  /** Plays a kernel that has no summaries. */
  const kernel = (answer: PlayedAnswer): void => {
    chart().answer = ({ method }) => (method === "chart" ? answer : new Error("no summaries"));
  };
  const list = (name: string) => chart().page.getByRole("combobox", { name, exact: true });

  it("draws a first picture that nobody has asked for, and says what it shows", async () => {
    kernel(weeks(209));
    await chart().show(weatherColumns);
    await chart().page.getByText("Mean of temp_max over date, per week, 1,463 rows.").waitFor();
    const [summary, question] = chart().questions;
    assert.equal(summary?.method, "summary");
    assert.deepEqual(question, {
      method: "chart",
      view: wholeFrame,
      chart: { kind: "line", x: 1, y: 3, aggregate: "mean", most: 400 },
    });
    const label = await chart().page.getByRole("img").getAttribute("aria-label");
    assert.match(label ?? "", /^Line: Mean of temp_max over date\. 204 points\. Lowest 1 at/);
    await chart().page.getByText("date (Europe/Prague) →").waitFor();
  });

  it("leaves a gap where values are missing", async () => {
    kernel(weeks(209));
    await chart().show(weatherColumns);
    const path = await chart().picture.locator("path").getAttribute("d");
    assert.equal(path?.match(/M/g)?.length, 2);
  });

  it("asks again when something else is chosen, or other rows are looked at", async () => {
    kernel(bars(["Praha", "Brno"]));
    await chart().show(timeless);
    await chart().page.getByText("Mean of temp_max per station, 1,461 rows.").waitFor();
    await list("Value").selectOption("count");
    await chart().page.getByText("Rows per station, 1,461 rows.").waitFor();
    assert.equal(await list("of").count(), 0);
    const view = { ...wholeFrame, search: "a" };
    await chart().update(view);
    await assert.doesNotReject(async () => {
      while (chart().questions.length < 4) await chart().page.waitForTimeout(20);
    });
    assert.deepEqual(chart().questions.at(-1), {
      method: "chart",
      view,
      chart: { kind: "bar", x: 1, aggregate: "count", most: 26 },
    });
  });

  it("gives values to keys and to readers", async () => {
    kernel(bars(["Praha", "Brno", null]));
    await chart().show(timeless);
    await chart().picture.focus();
    await chart().page.keyboard.press("ArrowDown");
    await chart().page.keyboard.press("ArrowDown");
    const spoken = chart().page.locator("[aria-live]");
    assert.equal(await spoken.textContent(), "station: Brno, Mean of temp_max: 19.75");
    await chart().page.keyboard.press("End");
    assert.equal(await spoken.textContent(), "station: null, Mean of temp_max: 18");
    assert.equal(await chart().page.locator(".tooltip").isVisible(), true);
    await chart().page.keyboard.press("Escape");
    assert.equal(await chart().page.locator(".tooltip").isVisible(), false);
  });

  it("gives values to the pointer", async () => {
    kernel(bins(36));
    await chart().show(weatherColumns.slice(3, 4));
    const box = await chart().picture.boundingBox();
    assert.ok(box !== null);
    await chart().page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await chart().page.locator(".tooltip", { hasText: "Rows: " }).waitFor();
  });

  it("gives up the question before when another is asked, and says that it waits", async () => {
    let answerFirst = (): void => undefined;
    const slow = new Promise<void>((resolve) => (answerFirst = resolve));
    chart().answer = async (question) => {
      if (question.method !== "chart") return new Error("no summaries");
      if (question.chart.aggregate === "mean") await slow;
      return bars(["Praha"]);
    };
    await chart().show(timeless);
    await chart().page.getByText("The kernel is working on this chart…").waitFor();
    await list("Value").selectOption("sum");
    await chart().page.getByText("Sum of temp_max per station, 1,461 rows.").waitFor();
    assert.ok((await chart().cancelled()) >= 1);
    answerFirst();
    await chart().page.waitForTimeout(50);
    assert.match(await chart().page.getByRole("status").innerText(), /^Sum of/);
  });

  it("says what is wrong, and draws again once it is right", async () => {
    kernel(new Error("The kernel no longer has this dataframe. Run the cell again."));
    await chart().show(timeless);
    await chart().page.getByText("The kernel no longer has this dataframe. Run the cell again.").waitFor();
    assert.equal(await chart().picture.count(), 0);
    kernel(bars(["Praha"]));
    await list("Value").selectOption("max");
    await chart().page.getByText("Maximum of temp_max per station").first().waitFor();
    kernel(bars([]));
    await list("Value").selectOption("min");
    await chart().page.getByText("There are no values to draw in these rows.").waitFor();
  });

  it("says so where no column can be drawn", async () => {
    await chart().show([{ name: "tags", type: "List", role: "nested" }]);
    await chart().page.getByText("Nothing here can be drawn").waitFor();
  });

  it("takes names and values as text only, in the page and in files", async () => {
    kernel(barsInParts(attacks, attacks.slice(0, 3)));
    const columns = attacks.slice(0, 2).map((name): DataframeColumn => ({ name, type: name, role: "text" }));
    await chart().show([...columns, { name: attacks[2] ?? "", type: "", role: "number" }]);
    await chart().picture.waitFor();
    await list("Colour").selectOption("1");
    await chart().page.getByRole("img", { name: "3 colours" }).waitFor();
    await chart().picture.focus();
    await chart().page.keyboard.press("ArrowDown");
    await chart().page.getByRole("button", { name: "Save as SVG" }).click();
    await chart().page.getByText("Saved as").waitFor();
    const file = chart().saved.at(-1);
    assert.match(file?.name ?? "", /^[-\p{L}\p{N}]+\.svg$/u);
    const other = await chart().page.context().newPage();
    await other.goto(`data:image/svg+xml;base64,${Buffer.from(file?.bytes ?? []).toString("base64")}`);
    for (const page of [chart().page, other]) {
      assert.equal(await page.evaluate((): unknown => Reflect.get(window, "attacked")), undefined);
      assert.equal(await page.locator("script, img, iframe, foreignObject, svg svg").count(), 0);
    }
    await other.close();
  });

  it("saves pictures that need nothing else", async () => {
    kernel(weeksPerStation(209, ["Praha", "Brno"]));
    await chart().show(weatherColumns, "light");
    await chart().picture.waitFor();
    await chart().page.getByRole("button", { name: "Save as SVG" }).click();
    await chart().page.getByText("Saved as pictures/mean-of-temp-max-over-date.svg").waitFor();
    const svg = Buffer.from(chart().saved.at(-1)?.bytes ?? []).toString("utf8");
    assert.match(svg, /<rect x="0" y="0" width="768" height="\d+" fill="#ffffff"\/>/);
    assert.doesNotMatch(svg, /var\(|class=|style=|NaN/);
    await chart().page.getByRole("button", { name: "Save as PNG" }).click();
    await chart().page.getByText("Saved as pictures/mean-of-temp-max-over-date.png").waitFor();
    const png = Buffer.from(chart().saved.at(-1)?.bytes ?? []);
    assert.deepEqual([png.toString("latin1", 1, 4), png.readUInt32BE(16)], ["PNG", 2 * 768]);
  });

  it("follows the width of the page and the theme", async () => {
    kernel(weeks(209));
    await chart().show(weatherColumns, "light");
    await chart().picture.waitFor();
    const drawn = chart().picture.locator("svg");
    await chart().page.setViewportSize({ width: 420, height: 640 });
    await chart().picture.locator("svg[width='388']").waitFor();
    assert.equal(await drawn.locator("rect").first().getAttribute("fill"), "#ffffff");
    await chart().useTheme("dark");
    await drawn.locator("rect[fill='#1f1f1f']").waitFor();
    await chart().page.setViewportSize({ width: 800, height: 640 });
  });

  it("opens with thousands of columns", async () => {
    kernel(bins(20));
    const columns = Array.from({ length: 10_000 }, (_, place): DataframeColumn => ({
      name: `c${place}`,
      type: "f64",
      role: "number",
    }));
    await chart().show(columns);
    await chart().picture.waitFor();
    assert.equal(await list("Across").locator("option").count(), 10_000);
  });

  for (const theme of ["light", "dark", "high-contrast"] satisfies ThemeName[]) {
    it(`has a look that suits ${theme} themes`, async () => {
      const folder = ".cache/screenshots";
      mkdirSync(folder, { recursive: true });
      const pictures: readonly (readonly [string, readonly DataframeColumn[], PlayedAnswer])[] = [
        ["line", weatherColumns, weeks(209)],
        ["bars", timeless, bars(["Praha-Ruzyně", "Brno", null, "", "Ostrava"])],
        ["histogram", weatherColumns.slice(3, 4), bins(36)],
        ["dots", weatherColumns.slice(3), dots(2_000)],
      ];
      for (const [name, columns, answer] of pictures) {
        kernel(answer);
        await chart().show(columns, theme);
        await chart().picture.focus();
        await chart().page.keyboard.press("End");
        await chart().page.screenshot({ path: `${folder}/chart-${name}-${theme}.png` });
      }
    });
  }
});
