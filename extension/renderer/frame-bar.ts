/// <reference lib="dom" />
/** The bar above a dataframe: how many rows there are, the search, and what can be done. */
import { element } from "./element.ts";
import { Debounced } from "./panels/debounced.ts";
import { nextOf } from "./panels/menu.ts";
import { Toolbar } from "./toolbar.ts";

type Tab = "table" | "chart";

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
  readonly #asked: boolean;
  readonly #over = new AbortController();

  /** @param asked whether there is somebody to ask for more than what came */
  constructor(asked: boolean, summary: boolean, events: FrameBarEvents) {
    this.#asked = asked;
    const tools = new Toolbar("Dataframe");
    tools
      .add("Columns", "Show, hide, pin and find columns", events.columns)
      .setAttribute("aria-haspopup", "dialog");
    if (asked) {
      const toggle = tools.add("Summary", "A few figures below each column's name", () => {
        const on = toggle.getAttribute("aria-pressed") !== "true";
        toggle.setAttribute("aria-pressed", String(on));
        events.summary(on);
      });
      toggle.setAttribute("aria-pressed", String(summary));
    }
    tools.add("Copy", "Copy the selected cells, or all rows, as TSV", events.copy);
    tools
      .add("Copy as", "Copy as TSV, Markdown or JSON", events.copyAs)
      .setAttribute("aria-haspopup", "menu");
    if (asked) {
      tools.add("Copy as code", "A new cell with these filters and this order as code", events.code);
      tools
        .add("Export…", "Write all rows of this view to a file", events.export)
        .setAttribute("aria-haspopup", "menu");
    }
    this.#listenToSearch(events);
    this.element.append(
      ...(asked ? [tabs(events)] : []),
      this.#shape,
      this.#waiting,
      this.#said,
      element("span", { class: "space" }),
      ...(asked ? [this.#search] : []),
      tools.element,
    );
  }

  count(line: string, filtered: boolean): void {
    this.#shape.textContent = line;
    this.#shape.classList.toggle("filtered", filtered);
  }

  say(text: string): void {
    this.#said.textContent = text;
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

function tabs(events: FrameBarEvents): HTMLElement {
  const names = ["table", "chart"] as const;
  const buttons = ["Table", "Chart"].map((label, index) =>
    element(
      "button",
      {
        type: "button",
        role: "tab",
        class: "tab",
        "aria-selected": String(index === 0),
        tabindex: index === 0 ? 0 : -1,
      },
      label,
    ),
  );
  const turn = (to: number): void => {
    buttons.forEach((button, index) => {
      button.setAttribute("aria-selected", String(index === to));
      button.tabIndex = index === to ? 0 : -1;
    });
    const name = names[to];
    if (name !== undefined) events.tab(name);
  };
  buttons.forEach((button, index) => {
    button.addEventListener("click", () => {
      turn(index);
    });
  });
  const list = element("div", { class: "tabs", role: "tablist", "aria-label": "Table or chart" }, ...buttons);
  list.addEventListener("keydown", (event) => {
    const at = buttons.findIndex((button) => button === event.target);
    const to = event.key.startsWith("Arrow") ? nextOf(event.key, at, buttons.length) : undefined;
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    buttons[to]?.focus();
    turn(to);
  });
  return list;
}
