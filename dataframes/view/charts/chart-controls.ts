/** What can be chosen of a chart: native lists with labels. */
import type { DataframeColumn } from "../../protocol/reply.ts";
import { element } from "../page/element.ts";
import { aggregates, corrected, kinds, offerFor } from "./choice.ts";
import type { Choice } from "./choice.ts";
import { aggregateNames, kindNames } from "./labels.ts";

type Field = "kind" | "aggregate" | "y" | "x" | "color";

const fields: readonly Field[] = ["kind", "aggregate", "y", "x", "color"];

export class ChartControls {
  readonly element = element("div", { class: "choices" });
  readonly #columns: readonly DataframeColumn[];
  readonly #names: readonly string[];
  readonly #lists: Readonly<Record<Field, HTMLSelectElement>>;
  #choice: Choice;

  constructor(
    columns: readonly DataframeColumn[],
    names: readonly string[],
    choice: Choice,
    changed: (choice: Choice) => void,
  ) {
    this.#columns = columns;
    this.#names = names;
    this.#choice = choice;
    const list = (): HTMLSelectElement => element("select");
    this.#lists = { kind: list(), aggregate: list(), y: list(), x: list(), color: list() };
    for (const field of fields) {
      const select = this.#lists[field];
      select.addEventListener("change", () => {
        const next = corrected(changedChoice(this.#choice, field, select.value), columns);
        if (next === undefined) return;
        this.#choice = next;
        this.#fill();
        changed(next);
      });
      select.id = field;
      this.element.append(element("span", { class: "choice" }, element("label", { for: field }), select));
    }
    this.#fill();
  }

  #fill(): void {
    const { kind, aggregate, x, y, color } = this.#choice;
    const offer = offerFor(this.#choice, this.#columns);
    const named = (columns: readonly number[]): Options =>
      columns.map((column) => [String(column), this.#names[column] ?? ""]);
    this.#offer(
      "kind",
      "Chart",
      offer.kinds.map((each) => [each, kindNames[each]]),
      kind,
    );
    this.#offer(
      "aggregate",
      "Value",
      offer.aggregates.map((each) => [each, aggregateNames[each]]),
      aggregate,
    );
    this.#offer("y", kind === "scatter" ? "Upwards" : "of", named(offer.y), String(y));
    const across = { bar: "per", line: "over", histogram: "of", scatter: "Across" };
    this.#offer("x", across[kind], named(offer.x), String(x));
    const colors: Options = offer.color.length === 0 ? [] : [["", "one for all"], ...named(offer.color)];
    this.#offer("color", "Colour", colors, color === undefined ? "" : String(color));
  }

  #offer(field: Field, label: string, options: Options, chosen: string): void {
    const select = this.#lists[field];
    const holder = select.parentElement;
    if (holder === null) return;
    holder.hidden = options.length === 0;
    const name = holder.querySelector("label");
    if (name !== null) name.textContent = label;
    const before = [...select.options].map(({ value }) => value);
    if (before.length !== options.length || options.some(([value], index) => value !== before[index]))
      select.replaceChildren(...options.map(([value, text]) => element("option", { value }, text)));
    select.value = chosen;
  }
}

type Options = readonly (readonly [value: string, text: string])[];

function changedChoice(choice: Choice, field: Field, value: string): Choice {
  switch (field) {
    case "kind":
      return { ...choice, kind: kinds.find((each) => each === value) ?? choice.kind };
    case "aggregate":
      return { ...choice, aggregate: aggregates.find((each) => each === value) ?? choice.aggregate };
    case "x":
      return { ...choice, x: Number(value) };
    case "y":
      return { ...choice, y: Number(value) };
    case "color": {
      if (value !== "") return { ...choice, color: Number(value) };
      const { kind, x, y, aggregate } = choice;
      return { kind, x, aggregate, ...(y === undefined ? {} : { y }) };
    }
  }
}
