/** The bar above a dataframe: how many rows there are, the search, and what can be done. */
import { Debounced } from "../page/debounced.ts";
import { element } from "../page/element.ts";
import { nextOf } from "./menu.ts";
import { type Tab, tabs } from "./tabs.ts";

/** Buttons in a row: one stop for the tab key, gone through with the arrow keys. */
class Toolbar {
  readonly element: HTMLElement;
  readonly #buttons: HTMLButtonElement[] = [];

  constructor(label: string) {
    this.element = element("div", { class: "toolbar", role: "toolbar", "aria-label": label });
    this.element.addEventListener("keydown", (event) => {
      const shown = this.#shown;
      const at = shown.findIndex((button) => button === event.target);
      if (event.key === "ArrowDown" || event.key === "ArrowUp") return;
      const to = at < 0 ? undefined : shown[nextOf(event.key, at, shown.length) ?? -1];
      if (to === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      this.#focus(to);
    });
  }

  add(label: string, title: string, run: (button: HTMLButtonElement) => void): HTMLButtonElement {
    const button = element("button", { type: "button", title }, label);
    button.addEventListener("click", () => {
      if (button.ariaDisabled !== "true") run(button);
    });
    this.#buttons.push(button);
    this.element.append(button);
    this.#stopAt(this.#buttons[0]);
    return button;
  }

  /** Shows these buttons, or hides them. */
  show(buttons: readonly HTMLButtonElement[], shown: boolean): void {
    for (const button of buttons) button.hidden = !shown;
    this.#stopAt(this.#shown[0]);
  }

  get #shown(): readonly HTMLButtonElement[] {
    return this.#buttons.filter(({ hidden }) => !hidden);
  }

  #focus(to: HTMLButtonElement): void {
    this.#stopAt(to);
    to.focus();
  }

  #stopAt(to: HTMLButtonElement | undefined): void {
    for (const button of this.#buttons) button.tabIndex = button === to ? 0 : -1;
  }
}

interface FrameBarEvents {
  search(text: string): void;
  /** Gives the focus back to the grid. */
  leave(): void;
  tab(name: Tab): void;
  readonly columns: (button: HTMLElement) => void;
  summary(on: boolean): void;
  readonly copy: () => void;
  readonly copyAs: (button: HTMLElement) => void;
  readonly code: () => void;
  readonly export: (button: HTMLElement) => void;
}

const codeTitle = "Add a cell below with these filters, this order and these columns as code";
const exportTitle = "Write all rows of this view to a file";

export class FrameBar {
  readonly element = element("div", { class: "bar top" });
  readonly #shape = element("span", { class: "shape" });
  readonly #said = element("span", { class: "said", role: "status" });
  readonly #waiting = element("span", { class: "said waiting", role: "status" });
  readonly #search = element("input", {
    type: "search",
    class: "search",
    placeholder: "Search",
    "aria-label": "Search all columns",
    title: "Search all columns (Ctrl+F in the table)",
    spellcheck: "false",
  });
  readonly #tools = new Toolbar("Dataframe");
  /** They make no sense for a chart. */
  readonly #forTable: readonly HTMLButtonElement[];
  /** With what they do. */
  readonly #forKernel: readonly (readonly [HTMLButtonElement, string])[];
  readonly #asked: boolean;
  readonly #over = new AbortController();

  /** @param can what can be done with the rows: `ask` to sort, filter and search them, `draw` them and write them to files */
  constructor(
    can: { readonly ask: boolean; readonly draw: boolean },
    summary: boolean,
    events: FrameBarEvents,
  ) {
    this.#asked = can.ask;
    const tools = this.#tools;
    const columns = tools.add("Columns", "Show, hide, pin and find columns", events.columns);
    columns.setAttribute("aria-haspopup", "dialog");
    const toggle = can.ask ? [this.#addSummary(summary, events)] : [];
    const copy = tools.add("Copy", "Copy the selected cells, or all rows, as TSV", events.copy);
    const copyAs = tools.add("Copy as", "Copy as TSV, Markdown or JSON", events.copyAs);
    copyAs.setAttribute("aria-haspopup", "menu");
    const code = can.draw ? [tools.add("Insert as code", codeTitle, events.code)] : [];
    const file = can.draw ? [tools.add("Export…", exportTitle, events.export)] : [];
    for (const button of file) button.setAttribute("aria-haspopup", "menu");
    this.#forTable = [columns, ...toggle, copy, copyAs, ...code];
    this.#forKernel = [
      ...code.map((button) => [button, codeTitle] as const),
      ...file.map((button) => [button, exportTitle] as const),
    ];
    this.#listenToSearch(events);
    const turn = (name: Tab): void => {
      tools.show(this.#forTable, name === "table");
      events.tab(name);
    };
    this.element.append(
      ...(can.draw ? [tabs(turn)] : []),
      this.#shape,
      element("span", { class: "telling" }, this.#waiting, this.#said),
      ...(can.ask ? [this.#search] : []),
      tools.element,
    );
  }

  /** Whether there is a kernel to write files and code. */
  hasKernel(has: boolean): void {
    for (const [button, title] of this.#forKernel) {
      button.ariaDisabled = String(!has);
      button.title = has ? title : "No kernel has this dataframe any more: run the cell again first";
    }
  }

  count(line: string, filtered: boolean): void {
    this.#shape.textContent = line;
    this.#shape.classList.toggle("filtered", filtered);
  }

  say(text: string): void {
    this.#said.textContent = text;
    this.#said.title = text;
  }

  wait(text: string): void {
    this.#waiting.textContent = text;
  }

  /** What is searched for now, unless somebody is typing. */
  showSearch(text: string): void {
    if (!this.#search.matches(":focus")) this.#search.value = text;
  }

  /** False where nothing can be searched. */
  focusSearch(): boolean {
    if (!this.#asked) return false;
    this.#search.focus();
    this.#search.select();
    return true;
  }

  #addSummary(on: boolean, events: FrameBarEvents): HTMLButtonElement {
    const toggle = this.#tools.add("Summary", "A few figures below each column's name", () => {
      const next = toggle.getAttribute("aria-pressed") !== "true";
      toggle.setAttribute("aria-pressed", String(next));
      events.summary(next);
    });
    toggle.setAttribute("aria-pressed", String(on));
    return toggle;
  }

  #listenToSearch(events: FrameBarEvents): void {
    const search = new Debounced(
      this.#over.signal,
      () => {
        events.search(this.#search.value);
        return Promise.resolve();
      },
      () => undefined,
    );
    this.#search.addEventListener("input", () => {
      search.soon();
    });
    this.#search.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Escape") {
        event.preventDefault();
        if (this.#search.value === "") events.leave();
        this.#search.value = "";
        search.now();
      } else if (event.key === "Enter") {
        search.now();
        events.leave();
      }
    });
  }
}
