/** The chart beside the table. Its program is loaded when it is looked at for the first time. */
import type { View } from "../../protocol/view.ts";
import type { OpenChart } from "./open-chart.ts";
import { element } from "../page/element.ts";
import type { DataframeSource } from "../source/dataframe-source.ts";
import type { TableColumn } from "../table/table.ts";

export class ChartTab {
  readonly element = element("div", { class: "chart", hidden: "" });
  readonly #columns: readonly TableColumn[];
  readonly #source: DataframeSource;
  #view: View;
  #chart: Promise<OpenChart | undefined> | undefined;
  #disposed = false;

  constructor(columns: readonly TableColumn[], source: DataframeSource, view: View) {
    this.#columns = columns;
    this.#source = source;
    this.#view = view;
    this.element.addEventListener("keydown", (event) => {
      // The editor must not take keys pressed here for its own.
      event.stopPropagation();
    });
  }

  show(): void {
    this.element.hidden = false;
    this.#chart ??= this.#open();
  }

  hide(): void {
    this.element.hidden = true;
  }

  async update(view: View): Promise<void> {
    this.#view = view;
    (await this.#chart)?.update(view);
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    (await this.#chart)?.dispose();
  }

  async #open(): Promise<OpenChart | undefined> {
    const asked = this.#view;
    try {
      const { openChart } = await import("./open-chart.ts");
      if (this.#disposed) return undefined;
      const columns = this.#columns.map(({ name, type, use: { role } }) => ({ name, type, role }));
      const chart = openChart(this.element, { columns, view: asked, source: this.#source });
      if (this.#view !== asked) chart.update(this.#view);
      return chart;
    } catch (error) {
      const cause = error instanceof Error ? error.message : String(error);
      this.element.replaceChildren(element("p", { role: "alert" }, `The chart cannot be drawn: ${cause}`));
      return undefined;
    }
  }
}
