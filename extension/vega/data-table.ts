/** The data that a chart shows, as a table: what somebody hears who does not see the picture. */
import { element } from "../../dataframes/view/page/element.ts";
import { shortOf } from "./tip-text.ts";

const most = { rows: 100, columns: 20 } as const;

/** Text alone, whatever the data holds. */
export function dataTable(rows: readonly object[]): HTMLElement {
  if (rows.length === 0) return element("div", {}, "This chart has no table of data.");
  const names = [...new Set(rows.slice(0, most.rows).flatMap((row) => Object.keys(row)))].slice(
    0,
    most.columns,
  );
  const head = element("tr", {}, ...names.map((name) => element("th", { scope: "col" }, name)));
  const lines = rows
    .slice(0, most.rows)
    .map((row) =>
      element("tr", {}, ...names.map((name) => element("td", {}, shortOf(Reflect.get(row, name) ?? "")))),
    );
  const table = element("table", {}, element("thead", {}, head), element("tbody", {}, ...lines));
  const more = rows.length - lines.length;
  const rest = more > 0 ? [element("div", {}, `… ${more} more rows`)] : [];
  return element("div", { class: "data", tabindex: 0 }, table, ...rest);
}
