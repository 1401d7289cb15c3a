/** Days as months and years of cells, and other units as rows. */
import { unitSigns } from "../../../app/backfill/unit-signs.ts";
import { element } from "../../../dataframes/view/page/element.ts";
import { monthsOf, weeksOf, type Span } from "../calendar-layout.ts";
import type { PageState, UnitRow } from "../messages.ts";
import { momentText } from "./moment-text.ts";
import { monthName, unitLabel, unitName } from "../unit-label.ts";

/** More rows would make the page slow; the others are a page further. */
const rowsAtOnce = 200;
const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/** What is seen, in words. */
export function periodName(view: PageState["view"] | "list", at: string, rows: readonly UnitRow[]): string {
  if (view === "year") return at.slice(0, 4);
  if (view === "month") return monthName(at.slice(0, 7));
  if (rows.length <= rowsAtOnce) return `${rows.length} ${rows.length === 1 ? "unit" : "units"}`;
  const start = pageStart(rows, at);
  return `${start + 1} to ${Math.min(rows.length, start + rowsAtOnce)} of ${rows.length} units`;
}

interface Calendar {
  readonly view: PageState["view"];
  readonly at: string;
  readonly span: Span;
  readonly rows: ReadonlyMap<string, UnitRow>;
}

/** The month or the year around a day. */
export function calendarOf({ view, at, span, rows }: Calendar): HTMLElement {
  const months = view === "month" ? [at.slice(0, 7)] : monthsOf(at.slice(0, 4), span);
  return element("div", { class: view }, ...months.map((month) => monthOf(month, rows)));
}

function monthOf(month: string, rows: ReadonlyMap<string, UnitRow>): HTMLElement {
  const head = element(
    "tr",
    {},
    ...weekdays.map((day) => element("th", { scope: "col", "aria-label": day }, day.slice(0, 2))),
  );
  const weeks = weeksOf(month).map((week) =>
    element(
      "tr",
      {},
      ...week.map((day) => (day === undefined ? element("td") : dayCell(day, rows.get(day)))),
    ),
  );
  return element(
    "table",
    { role: "grid", "aria-label": monthName(month) },
    element("caption", {}, monthName(month)),
    element("thead", {}, head),
    element("tbody", {}, ...weeks),
  );
}

function dayCell(day: string, row: UnitRow | undefined): HTMLElement {
  const label = unitLabel(day, row);
  const attributes = { role: "gridcell", tabindex: -1, "data-unit": day, "aria-label": label, title: label };
  const number = element("span", { class: "number" }, String(Number(day.slice(8))));
  if (row === undefined) return element("td", attributes, number);
  const code = row.code === undefined || row.code === 0 ? "" : ` ${row.code}`;
  return element(
    "td",
    { ...attributes, class: `unit ${row.state}` },
    number,
    element("span", { class: "sign" }, unitSigns[row.state]),
    element("span", { class: "word" }, `${row.state}${code}`),
  );
}

function pageStart(rows: readonly UnitRow[], at: string): number {
  const index = rows.findIndex(({ unit }) => unit === at);
  return Math.floor(Math.max(0, index) / rowsAtOnce) * rowsAtOnce;
}

/** A row for each unit, those around one of them. */
export function listOf(rows: readonly UnitRow[], at: string): HTMLElement {
  const start = pageStart(rows, at);
  const head = ["", "Unit", "State", "Exit code", "Attempt", "Since"].map((text) =>
    element("th", { scope: "col" }, text),
  );
  const body = rows.slice(start, start + rowsAtOnce).map((row) => {
    const { unit, state, code, attempt } = row;
    return element(
      "tr",
      { tabindex: -1, "data-unit": unit, "aria-label": unitLabel(unit, row) },
      element("td", { class: `unit ${state}` }, element("span", { class: "sign" }, unitSigns[state])),
      ...[unitName(unit), state, String(code ?? ""), String(attempt ?? ""), momentText(row.at)].map((text) =>
        element("td", {}, text),
      ),
    );
  });
  return element(
    "table",
    { class: "list", role: "grid", "aria-label": "Units" },
    element("thead", {}, element("tr", {}, ...head)),
    element("tbody", {}, ...body),
  );
}
