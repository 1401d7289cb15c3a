/** One dataframe in the page: the bar with its shape and commands, the grid or a chart, and the value that was asked for. */
import type { View } from "../../protocol/view.ts";
import { ChartTab } from "../charts/chart-loader.ts";
import { Chips } from "../bar/chips.ts";
import { DetailPane } from "./detail-pane.ts";
import { element } from "../page/element.ts";
import { explainProblem } from "../source/explain-problem.ts";
import { FiguresTip } from "../summaries/summary-tooltip.ts";
import { FrameActions } from "./frame-actions.ts";
import { FrameBar } from "../bar/frame-bar.ts";
import { contentOf, lineOf } from "./frame-content.ts";
import { FrameFigures } from "./frame-summaries.ts";
import { copyMenu, exportMenu } from "../bar/frame-menus.ts";
import { FrameModel } from "./frame-model.ts";
import { FramePanels } from "./frame-panels.ts";
import type { DataframeSource } from "../source/dataframe-source.ts";
import { valueAt, wholeAt } from "./frame-values.ts";
import type { GridContent } from "../grid/grid-cells.ts";
import { Grid } from "../grid/grid.ts";
import { Notice } from "../page/notice.ts";
import type { PageState } from "../page/page-state.ts";
import { headRow } from "../grid/selection.ts";
import type { Shape } from "../table/shape.ts";
import { SourceWithRows } from "../source/source-with-rows.ts";
import { style } from "../page/style.ts";
import type { Table } from "../table/table.ts";
import type { Tab } from "../bar/tabs.ts";
import { turnSort, withFilters, withSearch } from "./edit-view.ts";

export class FrameView {
  readonly element = element("div");
  readonly #first: Table;
  readonly #shape: Shape;
  readonly #state: PageState;
  readonly #model: FrameModel;
  readonly #bar: FrameBar;
  readonly #chips: Chips;
  readonly #notice = new Notice();
  readonly #actions: FrameActions;
  readonly #grid: Grid;
  readonly #detail: DetailPane;
  readonly #panels: FramePanels;
  readonly #tip: FiguresTip;
  readonly #figures: FrameFigures;
  readonly #chart: ChartTab | undefined;
  #fitted: boolean;

  /** @param kernel where to ask for more than the rows that came; undefined where nobody can be asked */
  constructor(table: Table, shape: Shape, kernel: DataframeSource | undefined, state: PageState) {
    const frame = element("div", { class: "frame" });
    const source = sourceOf(table, shape, kernel, (reached) => {
      this.#bar.hasKernel(reached);
    });
    this.#shape = shape;
    this.#state = state;
    this.#fitted = table.rows > 0 || source === undefined;
    this.#model = this.#makeModel(table, source);
    this.#actions = new FrameActions(this.#model, this.#notice, (text) => {
      this.#bar.say(text);
    });
    this.#panels = new FramePanels(this.#model, frame);
    this.#figures = new FrameFigures(this.#model, state, source, () => {
      this.#grid.refreshHead();
    });
    this.#chart =
      source === undefined || kernel === undefined
        ? undefined
        : new ChartTab(table.columns, source, this.#model.view);
    this.#chips = new Chips(table.columns, (view) => {
      this.#look(view);
    });
    this.#bar = this.#makeBar({ ask: source !== undefined, draw: kernel !== undefined });
    this.#grid = this.#makeGrid();
    this.#tip = new FiguresTip(frame, this.#grid.element, (position) => this.#figures.at(position));
    this.#detail = new DetailPane({
      value: (place) => valueAt(this.#model, place),
      whole: (place, signal) => wholeAt(this.#model, place, signal),
      copy: (text) => void this.#actions.put(text, "Value copied"),
      closed: () => {
        this.#grid.element.focus();
      },
    });
    frame.append(
      this.#bar.element,
      this.#chips.element,
      this.#notice.element,
      this.#grid.element,
      ...(this.#chart === undefined ? [] : [this.#chart.element]),
      this.#detail.element,
      this.#tip.element,
      this.#panels.element,
    );
    this.element.attachShadow({ mode: "open" }).append(element("style", {}, style), frame);
    this.#tell();
    if (!this.#model.reading) this.#offerReading();
    this.#first = table;
  }

  /** To be called when the element is in the page. */
  start(): void {
    this.#grid.start(this.#first);
  }

  dispose(): void {
    this.#panels.close();
    this.#tip.dispose();
    this.#grid.dispose();
    this.#model.dispose();
    this.#figures.dispose();
    void this.#chart?.dispose();
  }

  #makeModel(table: Table, source: DataframeSource | undefined): FrameModel {
    return new FrameModel(table, this.#shape, source, {
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
        explainProblem(this.#notice, problem, this.#shape, () => {
          this.#model.retry();
          this.#figures.retry();
        });
      },
    });
  }

  #makeBar(can: { readonly ask: boolean; readonly draw: boolean }): FrameBar {
    return new FrameBar(can, this.#state.summary, {
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
        this.#panels.openColumns(button, (position) => {
          this.#grid.reveal(position);
        });
      },
      summary: (on) => {
        this.#state.summary = on;
        this.#show(false);
      },
      copy: () => void this.#actions.copy(this.#grid.area, "tsv"),
      copyAs: (button) => {
        const items = copyMenu((format) => void this.#actions.copy(this.#grid.area, format));
        this.#panels.openMenu("Copy as", button, items);
      },
      code: () => void this.#actions.insertCode(),
      export: (button) => {
        const items = exportMenu((format) => void this.#actions.export(format));
        this.#panels.openMenu("Export", button, items);
      },
    });
  }

  #makeGrid(): Grid {
    const grid = new Grid(this.#content, `Dataframe, ${this.#line}`, {
      open: (place) => {
        this.#detail.show(place);
      },
      close: () => this.#tip.hide() || this.#detail.close(),
      moved: (place) => {
        this.#bar.say("");
        this.#detail.follow(place);
        this.#tell();
        this.#tip.focus(place.row === headRow ? place.column : undefined);
      },
      copy: () => void this.#actions.copy(grid.area, "tsv"),
      sort: (position, add) => {
        this.#tip.silence();
        const column = this.#model.arrangement.shown[position];
        if (column !== undefined) this.#look(turnSort(this.#model.asked, column, add));
      },
      filter: (position) => {
        this.#tip.silence();
        this.#panels.openFilter(position, grid.element, (column, filters) => {
          this.#look(withFilters(this.#model.asked, column, filters));
        });
      },
      figures: (position) => {
        this.#tip.show(position);
      },
      find: () => this.#bar.focusSearch(),
      seen: (positions) => {
        this.#figures.want(positions);
      },
    });
    return grid;
  }

  get #content(): GridContent {
    return contentOf(this.#model, this.#shape, this.#figures.head);
  }

  get #line(): string {
    return lineOf(this.#model, this.#shape);
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
    this.#figures.setView(view);
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
      this.#grid.fit(this.#model.firstRows());
    }
    this.#grid.refresh();
    this.#detail.refresh();
    this.#tell();
  }

  #tell(): void {
    this.#bar.count(this.#line, this.#model.filtered);
    this.#grid.element.setAttribute("aria-label", `Dataframe, ${this.#line}`);
  }

  #offerReading(): void {
    const run = (): void => {
      this.#notice.say("");
      this.#model.read();
      this.#grid.element.focus();
    };
    this.#notice.say("Nothing has been read yet.", { label: "Read rows", run });
  }

  #turnTo(name: Tab): void {
    this.#panels.close();
    this.#grid.element.hidden = name === "chart";
    if (name === "chart") {
      this.#detail.close();
      this.#tip.hide();
      this.#chart?.show();
    } else this.#chart?.hide();
  }
}

/** Whoever can answer questions about the frame, if anybody. */
function sourceOf(
  table: Table,
  { rows }: Shape,
  kernel: DataframeSource | undefined,
  reached: (kernel: boolean) => void,
): DataframeSource | undefined {
  const whole = rows === table.rows && (table.cut?.size ?? 0) === 0;
  return kernel === undefined && !whole
    ? undefined
    : new SourceWithRows(kernel, whole ? table : undefined, reached);
}
