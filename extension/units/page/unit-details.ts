/** What is said above and below the units: how many are in which state, and how one of them came to be so. */
import type { UnitResult } from "../../../app/backfill/unit-result.ts";
import { unitSigns } from "../../../app/backfill/unit-signs.ts";
import type { UnitState } from "../../../backfill/journal/read-journal.ts";
import { duration } from "../../../containers/figures/duration.ts";
import { element } from "../../../dataframes/view/page/element.ts";
import { bytes as bytesText } from "../../../containers/figures/bytes.ts";
import { describeExit } from "../../../notebook/program/exit-codes.ts";
import type { Attempt } from "../attempts.ts";
import type { PageMessage, UnitRow } from "../messages.ts";
import { unitLabel } from "../unit-label.ts";
import { momentText } from "./moment-text.ts";

/** A button for each state there is, which shows its units only. */
export function countButtons(rows: readonly UnitRow[], only: UnitState | undefined): readonly HTMLElement[] {
  const counts = new Map<UnitState, number>();
  for (const { state } of rows) counts.set(state, (counts.get(state) ?? 0) + 1);
  const all = element("span", { class: "all" }, `${rows.length} ${rows.length === 1 ? "unit" : "units"}`);
  const buttons = Object.entries(unitSigns).flatMap(([state, sign]) => {
    // SAFETY: the keys of the table are the states.
    const count = counts.get(state as UnitState);
    if (count === undefined) return [];
    const label = `Only ${state}: ${count}`;
    const attributes = { type: "button", "data-only": state, "aria-pressed": String(only === state) };
    return [
      element(
        "button",
        { ...attributes, "aria-label": label, title: label },
        element("span", { class: `unit ${state}` }, element("span", { class: "sign" }, sign)),
        ` ${count} ${state}`,
      ),
    ];
  });
  return [all, ...buttons];
}

/** The unit's state and its attempts, the last one first; undefined while they are asked for. */
export function detailsOf(
  unit: string,
  row: UnitRow | undefined,
  told: Pick<Extract<PageMessage, { readonly type: "attempts" }>, "attempts" | "result"> | undefined,
): readonly HTMLElement[] {
  const head = element("h2", {}, unitLabel(unit, row));
  if (row === undefined) return [head];
  const meaning = row.code === undefined || row.code === 0 ? undefined : describeExit(row.code);
  const buttons = [
    ...(row.attempt === undefined ? [] : [actButton("log", "Open Log (Enter)")]),
    actButton("again", "Run Again (R)"),
  ];
  return [
    head,
    ...(meaning === undefined ? [] : [element("p", {}, meaning)]),
    element("div", { class: "acts" }, ...buttons),
    ...(told?.result === undefined ? [] : resultOf(told.result)),
    ...(told === undefined || told.attempts.length === 0 ? [] : [attemptsTable(told.attempts)]),
  ];
}

/** Why it was not done, and what it has written. */
function resultOf({ error, outputs }: UnitResult): readonly HTMLElement[] {
  return [
    ...(error === null ? [] : [element("p", { class: "error" }, errorText(error))]),
    ...(outputs.length === 0 ? [] : [outputsTable(outputs)]),
  ];
}

/** Its line is one of the image's own text, not of the notebook's. */
const errorText = ({ cell, message }: NonNullable<UnitResult["error"]>): string =>
  cell === null ? message : `Cell "${cell}": ${message}`;

function outputsTable(outputs: UnitResult["outputs"]): HTMLElement {
  const head = ["Written", "Rows", "Size"].map((text) => element("th", { scope: "col" }, text));
  const rows = outputs.map(({ path, rows: count, bytes }) => {
    const texts = [path, count?.toLocaleString("en") ?? "", bytes === undefined ? "" : bytesText(bytes)];
    return element("tr", {}, ...texts.map((text) => element("td", {}, text)));
  });
  return element(
    "table",
    { class: "attempts outputs" },
    element("thead", {}, element("tr", {}, ...head)),
    element("tbody", {}, ...rows),
  );
}

const actButton = (act: string, text: string): HTMLElement =>
  element("button", { type: "button", "data-act": act }, text);

function attemptsTable(attempts: readonly Attempt[]): HTMLElement {
  const head = ["Attempt", "State", "Began", "Took", "Exit code", ""].map((text) =>
    element("th", { scope: "col" }, text),
  );
  const rows = attempts.map(({ attempt, state, began, ended, code }) => {
    const took =
      began === undefined || ended === undefined ? "" : duration(Date.parse(ended) - Date.parse(began));
    const log = element("button", { type: "button", "data-act": "log", "data-attempt": attempt }, "Log");
    log.setAttribute("aria-label", `Log of attempt ${attempt}`);
    const word = state === "retrying" ? "failed for now" : state;
    const texts = [String(attempt), word, momentText(began), took, String(code ?? "")];
    return element("tr", {}, ...texts.map((text) => element("td", {}, text)), element("td", {}, log));
  });
  return element(
    "table",
    { class: "attempts" },
    element("thead", {}, element("tr", {}, ...head)),
    element("tbody", {}, ...rows),
  );
}
