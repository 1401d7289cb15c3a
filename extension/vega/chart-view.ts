/** One chart: drawn as SVG, drawn again when the theme changes, with its data as text beside it. */
import { parse, View } from "vega";
import type { Loader, Spec } from "vega";
import { expressionInterpreter } from "vega-interpreter";
import { compile } from "vega-lite";
import type { TopLevelSpec } from "vega-lite";
import { followPage } from "../../dataframes/view/charts/theme/follow-page.ts";
import { readPalette } from "../../dataframes/view/charts/theme/read-palette.ts";
import { element } from "../../dataframes/view/page/element.ts";
import { describeChart } from "./read-chart.ts";
import type { Chart } from "./read-chart.ts";
import type { Palette } from "../../dataframes/view/charts/theme/palette.ts";

export class ChartView {
  readonly element: HTMLElement;
  readonly #chart: Chart;
  readonly #picture: HTMLElement;
  readonly #bindings = element("div", { class: "vega-bindings" });
  readonly #note = element("div", { class: "note", role: "status" });
  readonly #tip = element("div", { class: "tip", role: "tooltip" });
  readonly #data = element("details", {}, element("summary", {}, "Data"));
  readonly #ended = new AbortController();
  #view: View | undefined;
  #drawn = "";

  constructor(chart: Chart) {
    this.#chart = chart;
    const fill = chart.spec["width"] === "container" ? { "data-fill": "" } : {};
    this.#picture = element("div", { class: "picture", tabindex: 0, ...fill });
    const parts = [this.#picture, this.#bindings, this.#note, this.#tip, this.#data];
    this.element = element("figure", { class: "pipenb-vega", style: "margin: 0" }, ...parts);
    this.element.setAttribute("aria-label", describeChart(chart));
    this.#data.addEventListener("toggle", () => {
      if (this.#data.open) this.#showData();
    });
  }

  /** Rejects where Vega refuses the chart. */
  async draw(): Promise<void> {
    await this.#draw();
    const changed = (): void => {
      if (this.#look() !== this.#drawn) this.#draw().catch(this.#fails);
    };
    followPage(this.element, changed, this.#ended.signal);
  }

  dispose(): void {
    this.#ended.abort();
    this.#view?.finalize();
  }

  /** What the picture depends on besides the chart. */
  #look(): string {
    const { spec } = this.#chart;
    const fills = [spec["width"], spec["height"]].includes("container");
    return JSON.stringify([readPalette(this.element), fills ? this.element.clientWidth : 0]);
  }

  async #draw(): Promise<void> {
    this.#drawn = this.#look();
    this.#showTip(null, null);
    const view = new View(parse(this.#vegaSpec(), chartTheme(readPalette(this.element)), { ast: true }), {
      // Expressions are read, not compiled: no text of a chart becomes code.
      expr: expressionInterpreter,
      loader: this.#loadsNothing,
      renderer: "svg",
      hover: true,
    });
    view.tooltip((_, event: MouseEvent | null, __, value: unknown) => {
      this.#showTip(event, value);
    });
    this.#view?.finalize();
    this.#view = view;
    this.#picture.replaceChildren();
    this.#bindings.replaceChildren();
    await view.initialize(this.#picture, this.#bindings).runAsync();
    if (this.#data.open) this.#showData();
  }

  #vegaSpec(): Spec {
    const { language, spec } = this.#chart;
    // SAFETY: Vega itself checks what is in it, and throws.
    if (language === "vega") return spec;
    const palette = readPalette(this.element);
    const config = { ...chartTheme(palette), ...markColour(palette) };
    return compile(spec as unknown as TopLevelSpec, { config, logger: silent }).spec; // SAFETY: as above.
  }

  readonly #fails = (error: unknown): void => {
    this.#note.textContent = error instanceof Error ? error.message : String(error);
  };

  /** What a chart names by address is not fetched: outputs show the same wherever they are opened, and tell nobody of it. */
  readonly #loadsNothing: Loader = {
    load: (uri) => this.#refuse(uri),
    http: (uri) => this.#refuse(uri),
    file: (uri) => this.#refuse(uri),
    sanitize: (uri) => (/^data:image\//.test(uri) ? Promise.resolve({ href: uri }) : this.#refuse(uri)),
  };

  #refuse(uri: string): Promise<never> {
    const why = `Charts load nothing by themselves (${uri.slice(0, 200)}). Read the data in a cell and give it as data.values.`;
    this.#note.textContent = why;
    return Promise.reject(new Error(why));
  }

  /** Vega hides it without an event when a picture goes. */
  #showTip(event: MouseEvent | null, value: unknown): void {
    this.#tip.textContent = tipText(value);
    if (event === null) return;
    const { innerWidth } = window;
    this.#tip.style.top = `${event.clientY + 14}px`;
    this.#tip.style.left = `${Math.min(event.clientX + 10, innerWidth - this.#tip.offsetWidth - 4)}px`;
  }

  #showData(): void {
    const names = ["source_0", "data_0", ...namesOf(this.#chart.spec["data"])];
    const rows = names.map((name) => rowsOf(this.#view, name)).find((found) => found.length > 0);
    this.#data.replaceChildren(element("summary", {}, "Data"), dataTable(rows ?? []));
  }
}

function namesOf(data: unknown): readonly string[] {
  const all: readonly unknown[] = Array.isArray(data) ? data : [data];
  return all.flatMap((each) => {
    const name: unknown = typeof each === "object" && each !== null ? Reflect.get(each, "name") : undefined;
    return typeof name === "string" ? [name] : [];
  });
}

function rowsOf(view: View | undefined, name: string): readonly object[] {
  try {
    return (view?.data(name) as readonly object[] | undefined) ?? []; // SAFETY: what Vega calls tuples.
  } catch {
    // The chart has no data of this name.
    return [];
  }
}

/** Advice for whoever writes charts, of which the page's console is full otherwise. */
const silent = {
  level: () => silent,
  error: () => silent,
  warn: () => silent,
  info: () => silent,
  debug: () => silent,
};

/** The editor's colours as Vega's configuration, for both languages; whatever the chart itself says goes before it. */
function chartTheme({ ink, quiet, line, series, font }: Palette) {
  return {
    background: "transparent",
    font,
    title: { color: ink, subtitleColor: quiet, font, subtitleFont: font },
    axis: {
      domainColor: quiet,
      gridColor: line,
      tickColor: quiet,
      labelColor: ink,
      titleColor: ink,
      labelFont: font,
      titleFont: font,
    },
    legend: { labelColor: ink, titleColor: ink, labelFont: font, titleFont: font },
    header: { labelColor: ink, titleColor: ink, labelFont: font, titleFont: font },
    view: { stroke: line },
    range: { category: [...series] },
    text: { color: ink, fill: ink, font },
    rule: { color: ink, stroke: ink },
  };
}

/** Marks without a colour of their own. */
function markColour({ series }: Palette): { readonly mark: { readonly color: string } } | undefined {
  const [color] = series;
  return color === undefined ? undefined : { mark: { color } };
}

const mostOfTable = { rows: 100, columns: 20 } as const;

/** The data as a table, which somebody hears who does not see the picture: text alone, whatever the data holds. */
function dataTable(rows: readonly object[]): HTMLElement {
  if (rows.length === 0) return element("div", {}, "This chart has no table of data.");
  const names = [...new Set(rows.slice(0, mostOfTable.rows).flatMap((row) => Object.keys(row)))].slice(
    0,
    mostOfTable.columns,
  );
  const head = element("tr", {}, ...names.map((name) => element("th", { scope: "col" }, name)));
  const lines = rows
    .slice(0, mostOfTable.rows)
    .map((row) =>
      element("tr", {}, ...names.map((name) => element("td", {}, shortOf(Reflect.get(row, name) ?? "")))),
    );
  const table = element("table", {}, element("thead", {}, head), element("tbody", {}, ...lines));
  const more = rows.length - lines.length;
  const rest = more > 0 ? [element("div", {}, `… ${more} more rows`)] : [];
  return element("div", { class: "data", tabindex: 0 }, table, ...rest);
}

/** What a mark tells when it is pointed at, as lines of text. */
function tipText(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value !== "object" || Array.isArray(value)) return shortOf(value);
  return Object.entries(value)
    .map(([name, each]) => `${name}: ${shortOf(each)}`)
    .join("\n");
}

/** A value in a cell of the chart's data. */
function shortOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "" : value.toISOString();
  try {
    return JSON.stringify(value);
  } catch {
    return "…"; // Rows of a chart may hold each other.
  }
}
