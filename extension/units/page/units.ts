/** The page of "Show Units": a calendar of days, or a list of other units, that is walked through by keys. All that it shows is text. */
import { element } from "../../../dataframes/view/page/element.ts";
import { placeOf } from "../../../notebook/units/calendar.ts";
import { moveDay, moveOf, moveRow, spanOf, type Span } from "../calendar-layout.ts";
import type { HostMessage, PageMessage, PageState, UnitRow } from "../messages.ts";
import { calendarOf, listOf, periodName } from "./unit-cells.ts";
import { countButtons, detailsOf } from "./unit-details.ts";

/** What the editor gives a page of an extension. */
declare function acquireVsCodeApi(): {
  postMessage(message: HostMessage): void;
  getState(): unknown;
  setState(state: PageState): void;
};

const editor = acquireVsCodeApi();
const root = document.body;
const notebook = root.dataset["notebook"] ?? "";
const rowsOfPage = 20;

// SAFETY: only this page writes it.
let state: PageState = (editor.getState() as PageState | undefined) ?? { notebook, view: "year" };
let rows: readonly UnitRow[] | undefined;
let byUnit: ReadonlyMap<string, UnitRow> = new Map();
let attempts: Extract<PageMessage, { readonly type: "attempts" }> | undefined;

const counts = element("div", { class: "counts", role: "group", "aria-label": "Show only" });
const bar = element("div", { class: "bar" });
const main = element("main");
const details = element("section", { class: "details", "aria-label": "The unit" });
root.append(element("header", {}, counts, bar), main, details);

/** The units that are shown, in the order of the list. */
const shown = (): readonly UnitRow[] =>
  state.only === undefined ? (rows ?? []) : (rows ?? []).filter((row) => row.state === state.only);

/** Days are a calendar, unless only some of them are asked for. */
const span = (): Span | undefined =>
  state.only === undefined ? spanOf((rows ?? []).map(({ unit }) => unit)) : undefined;

/** Puts the keyboard somewhere in what is shown. */
function settle(): void {
  const days = span();
  const { at } = state;
  const isThere =
    at !== undefined &&
    (days === undefined ? shown().some(({ unit }) => unit === at) : at >= days.first && at <= days.last);
  if (isThere) return;
  const worst = shown().find((row) => row.state === "failed");
  keep({ ...state, at: (worst ?? shown().at(-1))?.unit });
}

function keep(next: PageState): void {
  state = next;
  editor.setState(state);
}

function draw(): void {
  if (rows === undefined) return;
  settle();
  const hadFocus = main.contains(document.activeElement);
  counts.replaceChildren(...countButtons(rows, state.only));
  const days = span();
  const { at } = state;
  const backfill = button("Backfill…", () => {
    editor.postMessage({ type: "backfill" });
  });
  if (at === undefined) {
    bar.replaceChildren(backfill);
    main.replaceChildren(
      element(
        "p",
        {},
        rows.length === 0 ? "No backfill has run yet." : `No unit is ${state.only ?? "there"}.`,
      ),
    );
    details.replaceChildren();
    return;
  }
  const view = days === undefined ? "list" : state.view;
  const turn = (key: "PageUp" | "PageDown", label: string): HTMLButtonElement =>
    button(
      key === "PageUp" ? "‹" : "›",
      () => {
        for (let month = 0; month < (view === "year" ? 12 : 1); month += 1) press(key, false);
      },
      label,
    );
  bar.replaceChildren(
    turn("PageUp", "Earlier"),
    element("h1", {}, periodName(view, at, shown())),
    turn("PageDown", "Later"),
    ...(days === undefined
      ? []
      : (["year", "month"] as const).map((each) => {
          const made = button(each === "year" ? "Year" : "Month", () => {
            keep({ ...state, view: each });
            draw();
          });
          made.setAttribute("aria-pressed", String(view === each));
          return made;
        })),
    backfill,
  );
  main.replaceChildren(
    days === undefined ? listOf(shown(), at) : calendarOf({ view: state.view, at, span: days, rows: byUnit }),
  );
  for (const cell of main.querySelectorAll<HTMLElement>("[data-unit]")) {
    const unit = cell.dataset["unit"] ?? "";
    cell.dataset["vscodeContext"] = JSON.stringify({
      webviewSection: byUnit.has(unit) ? "unit" : "day",
      preventDefaultContextMenuItems: true,
      notebook,
      unit,
    });
  }
  choose(at, hadFocus);
}

function button(text: string, act: () => void, label = text): HTMLButtonElement {
  const made = element("button", { type: "button", "aria-label": label, title: label }, text);
  made.addEventListener("click", act);
  return made;
}

const cellOf = (unit: string): HTMLElement | null =>
  main.querySelector<HTMLElement>(`[data-unit=${JSON.stringify(unit)}]`);

/** Gives a unit the keyboard; draws another page where it is not on this one. */
function choose(unit: string, focus: boolean): void {
  keep({ ...state, at: unit });
  const cell = cellOf(unit);
  if (cell === null) {
    draw();
    if (focus) cellOf(unit)?.focus();
    return;
  }
  for (const each of main.querySelectorAll("[tabindex='0']")) {
    each.setAttribute("tabindex", "-1");
    each.removeAttribute("aria-selected");
  }
  cell.setAttribute("tabindex", "0");
  cell.setAttribute("aria-selected", "true");
  if (focus) cell.focus();
  tell(unit);
}

function tell(unit: string): void {
  const row = byUnit.get(unit);
  const known = attempts?.unit === unit ? attempts : undefined;
  details.replaceChildren(...detailsOf(unit, row, known));
  if (row?.attempt !== undefined && known === undefined) editor.postMessage({ type: "look", unit });
}

function press(key: string, ctrl: boolean): boolean {
  const { at } = state;
  if (at === undefined) return false;
  const move = moveOf(key, ctrl);
  if (move !== undefined) {
    const days = span();
    const list = shown();
    const index = list.findIndex(({ unit }) => unit === at);
    const to =
      days === undefined
        ? list[moveRow(index, move, { count: list.length, page: rowsOfPage })]?.unit
        : moveDay(at, move, days);
    if (to !== undefined) choose(to, true);
    return true;
  }
  return !ctrl && act(key, at);
}

function act(key: string, unit: string): boolean {
  const row = byUnit.get(unit);
  if (key === "f") only("failed");
  else if (key === "Enter" && row?.attempt !== undefined) editor.postMessage({ type: "log", unit });
  else if (key === "r" && row !== undefined) editor.postMessage({ type: "again", unit });
  else return false;
  return true;
}

/** Shows units in this state only, or all again. */
function only(wanted: UnitRow["state"]): void {
  keep({ ...state, only: state.only === wanted ? undefined : wanted });
  draw();
}

main.addEventListener("keydown", (event) => {
  const isPlain = !event.altKey && !event.metaKey && !event.shiftKey;
  if (isPlain && press(event.key, event.ctrlKey)) event.preventDefault();
});
const unitAtEvent = (event: Event): string | undefined =>
  event.target instanceof Element
    ? event.target.closest<HTMLElement>("[data-unit]")?.dataset["unit"]
    : undefined;
main.addEventListener("click", (event) => {
  const unit = unitAtEvent(event);
  if (unit === undefined) return;
  choose(unit, true);
  if (byUnit.get(unit)?.state === "failed") editor.postMessage({ type: "log", unit });
});
main.addEventListener("dblclick", (event) => {
  const unit = unitAtEvent(event);
  if (unit !== undefined) act("Enter", unit);
});
counts.addEventListener("click", (event) => {
  const pressed = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-only]") : null;
  const wanted = rows?.find(({ state: each }) => each === pressed?.dataset["only"])?.state;
  if (wanted !== undefined) only(wanted);
});
details.addEventListener("click", (event) => {
  const pressed = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-act]") : null;
  const { at } = state;
  if (pressed === null || at === undefined) return;
  const { act: what, attempt } = pressed.dataset;
  if (what === "again") editor.postMessage({ type: "again", unit: at });
  else
    editor.postMessage({
      type: "log",
      unit: at,
      ...(attempt === undefined ? {} : { attempt: Number(attempt) }),
    });
});

window.addEventListener("message", ({ data }: MessageEvent<PageMessage>) => {
  if (data.type === "attempts") {
    attempts = data;
    if (data.unit === state.at) tell(data.unit);
    return;
  }
  const isCalendar = spanOf(data.rows.map(({ unit }) => unit)) !== undefined;
  rows = isCalendar
    ? data.rows.toSorted((a, b) => placeOf("day", a.unit) - placeOf("day", b.unit))
    : data.rows;
  byUnit = new Map(rows.map((row) => [row.unit, row]));
  attempts = undefined;
  draw();
});
keep({ ...state, notebook });
editor.postMessage({ type: "ready" });
