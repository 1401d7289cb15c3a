/// <reference lib="dom" />
/** One dataframe in the page: the bar with its shape and commands, the grid or a chart, and the value that was asked for. */
import type { View } from "../../protocol/frames/view.ts";
import { ChartTab } from "./chart-tab.ts";
import { Chips } from "./chips.ts";
import { DetailPane } from "./detail-pane.ts";
import { element } from "./element.ts";
import { FiguresTip } from "./figures-tip.ts";
import { FrameActions } from "./frame-actions.ts";
import { FrameBar } from "./frame-bar.ts";
import { FrameModel } from "./frame-model.ts";
import type { FrameSource, SourceProblem } from "./frame-source.ts";
import type { GridContent } from "./grid-cells.ts";
import { Grid } from "./grid.ts";
import { labelOf } from "./head-cells.ts";
import { Notice } from "./notice.ts";
import type { PageState } from "./page-state.ts";
import { columnsPanel } from "./panels/columns-panel.ts";
import { filterPanel } from "./panels/filter-panel.ts";
import { menu } from "./panels/menu.ts";
import { Popup } from "./panels/popup.ts";
import { readWindow } from "./rows/read-window.ts";
import type { HeldValue } from "./rows/rows.ts";
import { headRow } from "./selection.ts";
import type { Place } from "./selection.ts";
import { grouped, shapeLine } from "./shape.ts";
import type { Shape } from "./shape.ts";
import { style } from "./style.ts";
import { Summaries } from "./summary/summaries.ts";
import { summaryCell } from "./summary/summary-cell.ts";
import type { Table } from "./table.ts";
import { countLine } from "./view/count-line.ts";
import { turnSort, withFilters, withSearch } from "./view/edit-view.ts";

export class FrameView {
  readonly element = element("div");
  readonly #shape: Shape;
  readonly #state: PageState;
  readonly #model: FrameModel;
  readonly #bar: FrameBar;
  readonly #chips: Chips;
  readonly #notice = new Notice();
  readonly #actions: FrameActions;
  readonly #grid: Grid;
  readonly #detail: DetailPane;
  readonly #frame = element("div", { class: "frame" });
  readonly #popup = new Popup(this.#frame);
  readonly #tip = new FiguresTip(this.#frame);
  readonly #summaries: Summaries | undefined;
  readonly #chart: ChartTab | undefined;
  #seen: readonly number[] = [];
  #fitted: boolean;

  constructor(table: Table, shape: Shape, source: FrameSource | undefined, state: PageState) {
    this.#shape = shape;
    this.#state = state;
    this.#fitted = table.rows > 0 || source === undefined;
    this.#model = new FrameModel(table, shape, source, {
      shown: (top) => {
        this.#show(top);
      },
      changed: () => {
        this.#refresh();
      },
      waiting: (text) => {
        this.#bar.wait(text);
        this.#grid.element.classList.toggle("stale", text !== "" && this.#model.asked !== this.#model.view);
      },
      problem: (problem) => {
        this.#explain(problem);
      },
    });
    const say = (text: string): void => {
      this.#bar.say(text);
    };
    this.#actions = new FrameActions(this.#model, this.#notice, say);
    this.#summaries = source === undefined ? undefined : this.#summarize(source);
    this.#chart = source === undefined ? undefined : new ChartTab(table.columns, source, this.#model.view);
    this.#chips = new Chips(table.columns, (view) => {
      this.#look(view);
    });
    this.#bar = new FrameBar(source !== undefined, this.#state.summary, {
      search: (text) => {
        this.#look(withSearch(this.#model.asked, text));
      },
      leave: () => {
        this.#grid.element.focus();
      },
      tab: (name) => {
        this.#turnTo(name);
      },
      columns: (button) => {
        this.#openColumns(button);
      },
      summary: (on) => {
        this.#state.summary = on;
        this.#show(false);
      },
      copy: () => void this.#actions.copy(this.#grid.area, "tsv"),
      copyAs: (button) => {
        this.#openMenu("Copy as", button, [
          ["Tab-separated (TSV)", () => void this.#actions.copy(this.#grid.area, "tsv")],
          ["Markdown", () => void this.#actions.copy(this.#grid.area, "markdown")],
          ["JSON", () => void this.#actions.copy(this.#grid.area, "json")],
        ]);
      },
      code: () => void this.#actions.insertCode(),
      export: (button) => {
        this.#openMenu("Export", button, [
          ["CSV…", () => void this.#actions.export("csv")],
          ["Parquet…", () => void this.#actions.export("parquet")],
          ["Arrow…", () => void this.#actions.export("arrow")],
        ]);
      },
    });
    this.#grid = this.#makeGrid();
    this.#detail = new DetailPane({
      value: (place) => this.#valueAt(place),
      whole: (place, signal) => this.#wholeAt(place, signal),
      copy: (text) => void this.#actions.put(text, "Value copied"),
      closed: () => {
        this.#grid.element.focus();
      },
    });
    this.#frame.append(
      this.#bar.element,
      this.#chips.element,
      this.#notice.element,
      this.#grid.element,
      ...(this.#chart === undefined ? [] : [this.#chart.element]),
      this.#detail.element,
      this.#tip.element,
      this.#popup.element,
    );
    this.element.attachShadow({ mode: "open" }).append(element("style", {}, style), this.#frame);
    this.#tell();
    if (!this.#model.reading) this.#offerReading();
    this.#grid.start(table);
  }

  dispose(): void {
    this.#popup.close(true);
    this.#grid.dispose();
    this.#model.dispose();
    this.#summaries?.dispose();
    void this.#chart?.dispose();
  }

  #makeGrid(): Grid {
    const grid = new Grid(this.#content, `Dataframe, ${this.#line}`, {
      open: (place) => {
        this.#detail.show(place);
      },
      close: () => this.#detail.close(),
      moved: (place) => {
        this.#bar.say("");
        this.#detail.follow(place);
        this.#tell();
        this.#tellFigures(place.row === headRow ? place.column : undefined);
      },
      copy: () => void this.#actions.copy(grid.area, "tsv"),
      sort: (position, add) => {
        const column = this.#model.arrangement.shown[position];
        if (column !== undefined) this.#look(turnSort(this.#model.asked, column, add));
      },
      filter: (position) => {
        this.#openFilter(position);
      },
      find: () => this.#bar.focusSearch(),
      seen: (positions) => {
        this.#seen = positions;
        if (this.#summaries !== undefined && this.#summarized)
          this.#summaries.want(
            positions.flatMap((position) => this.#model.arrangement.shown[position] ?? []),
          );
      },
    });
    grid.element.addEventListener("pointerover", (event) => {
      const head = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-head]") : null;
      const over = event.target instanceof Element && event.target.closest(".summary") !== null;
      this.#tellFigures(over && head !== null ? Number(head.dataset["head"]) : undefined);
    });
    grid.element.addEventListener("pointerleave", () => {
      this.#tip.hide();
    });
    return grid;
  }

  get #summarized(): boolean {
    return this.#state.summary && this.#model.source !== undefined && this.#model.reading;
  }

  get #content(): GridContent {
    const { arrangement, view, source, table, count } = this.#model;
    const { rows } = this.#shape;
    const summaries = this.#summarized ? this.#summaries : undefined;
    return {
      columns: table.columns,
      arrangement,
      rows: this.#model,
      told: source === undefined ? { known: rows ?? table.rows, exact: rows !== null } : count,
      notes: {
        view,
        active: source !== undefined,
        ...(summaries === undefined ? {} : { summary: (column) => summaryCell(summaries.get(column)) }),
      },
    };
  }

  get #line(): string {
    const { source, count, all, filtered, arrangement, choice } = this.#model;
    if (source === undefined) return shapeLine(this.#shape);
    const columns = arrangement.shown.length;
    return countLine({ view: count, all, filtered, columns, hidden: choice.hidden.size });
  }

  #summarize(source: FrameSource): Summaries {
    return new Summaries(source, this.#model.view, () => {
      this.#grid.refreshHead();
    });
  }

  #look(view: View): void {
    this.#notice.say("");
    this.#model.look(view);
  }

  #show(top: boolean): void {
    const { view } = this.#model;
    this.#tip.hide();
    this.#chips.show(view);
    this.#bar.showSearch(view.search);
    this.#summaries?.setView(view);
    void this.#chart?.update(view);
    if (top) this.#detail.close();
    this.#grid.show(this.#content, top);
    this.#refresh();
  }

  #refresh(): void {
    if (!this.#fitted && this.#model.count.known > 0) {
      this.#fitted = true;
      this.#notice.say("");
      this.#grid.show(this.#content, false);
      this.#grid.fit(this.#firstRows());
    }
    this.#grid.refresh();
    this.#detail.refresh();
    this.#tell();
  }

  /** The rows that are here, for widths of columns. */
  #firstRows(): Table {
    const columns = this.#model.table.columns.map((column, index) => ({
      ...column,
      cell: (row: number) => {
        const held = this.#model.at(row, index);
        return held?.column.cell(held.row) ?? { kind: "value" as const, text: "", cut: false };
      },
    }));
    return { rows: Math.min(60, this.#model.count.known), columns };
  }

  #tell(): void {
    this.#bar.count(this.#line, this.#model.filtered);
    this.#grid.element.setAttribute("aria-label", `Dataframe, ${this.#line}`);
  }

  #tellFigures(position: number | undefined): void {
    const column = position === undefined ? undefined : this.#model.arrangement.shown[position];
    const known = column === undefined || !this.#summarized ? undefined : this.#summaries?.get(column);
    const head = this.#grid.element.querySelector(`[data-head="${String(position)}"]`);
    if (known === undefined || known === null || head === null) this.#tip.hide();
    else this.#tip.show(known, head);
  }

  #offerReading(): void {
    const run = (): void => {
      this.#notice.say("");
      this.#model.read();
      this.#grid.element.focus();
    };
    this.#notice.say("Nothing has been read yet.", { label: "Read rows", run });
  }

  #explain({ code, message }: SourceProblem): void {
    const { rows, shown } = this.#shape;
    const of = rows === null ? "the rows" : `${grouped(rows)} rows`;
    const again = {
      label: "Try again",
      run: (): void => {
        this.#retry();
      },
    };
    if (code === "expired" || code === "no-kernel")
      this.#notice.say(
        rows === shown
          ? "The kernel no longer has this dataframe; run the cell again to sort or filter it"
          : `First ${grouped(shown)} of ${of}; run the cell again to see the others`,
        ...(code === "expired" ? [] : [again]),
      );
    else this.#notice.say(message, again);
  }

  #retry(): void {
    this.#notice.say("");
    this.#model.retry();
  }

  #turnTo(name: "table" | "chart"): void {
    this.#popup.close(true);
    this.#grid.element.hidden = name === "chart";
    if (name === "chart") {
      this.#detail.close();
      this.#tip.hide();
      this.#chart?.show();
    } else this.#chart?.hide();
  }

  #valueAt({
    row,
    column: position,
  }: Place): ReturnType<ConstructorParameters<typeof DetailPane>[0]["value"]> {
    const index = this.#model.arrangement.shown[position];
    const column = index === undefined ? undefined : this.#model.table.columns[index];
    if (index === undefined || column === undefined) return undefined;
    return { name: labelOf(column.name), type: column.type, held: this.#model.at(row, index) };
  }

  #wholeAt({ row, column: position }: Place, signal: AbortSignal): Promise<HeldValue> | undefined {
    const { source, view, arrangement } = this.#model;
    const column = arrangement.shown[position];
    if (source === undefined || column === undefined) return undefined;
    return source.ask({ method: "value", view, row, column }, signal).then((answer) => {
      const piece = readWindow(answer, 1).pieces[0];
      if (piece === undefined || piece.rows === 0) throw new Error("The kernel sent no value.");
      return { column: piece.column, row: 0, length: undefined };
    });
  }

  #openMenu(label: string, button: HTMLElement, items: readonly (readonly [string, () => void])[]): void {
    this.#popup.open(label, button, button, () => [
      menu(
        items.map(([each, run]) => ({ label: each, run })),
        () => this.#popup.close(),
      ),
    ]);
  }

  #openFilter(position: number): void {
    const { arrangement, table, source, asked } = this.#model;
    const index = arrangement.shown[position];
    const column = index === undefined ? undefined : table.columns[index];
    const anchor = this.#grid.element.querySelector(`[data-head="${String(position)}"]`);
    if (source === undefined || index === undefined || column === undefined || anchor === null) return;
    this.#tip.hide();
    this.#popup.open(`Filter ${labelOf(column.name)}`, anchor, this.#grid.element, (closed) =>
      filterPanel({ column, index, view: asked, source }, closed, {
        apply: (filters) => {
          this.#look(withFilters(this.#model.asked, index, filters));
        },
        close: () => this.#popup.close(),
        resized: () => {
          this.#popup.place();
        },
      }),
    );
  }

  #openColumns(button: HTMLElement): void {
    this.#popup.open("Columns", button, button, () =>
      columnsPanel(this.#model.table.columns, this.#model.choice, {
        choose: (choice) => {
          this.#model.choose(choice);
        },
        jump: (column) => {
          const position = this.#model.arrangement.shown.indexOf(column);
          if (position >= 0) this.#grid.reveal(position);
        },
        resized: () => {
          this.#popup.place();
        },
      }),
    );
  }
}
