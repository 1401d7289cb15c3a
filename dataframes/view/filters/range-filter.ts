/** From one value to another, both included. */
import type { Filter } from "../../protocol/view.ts";
import type { BoundKind } from "../table/column-role.ts";
import { element } from "../page/element.ts";
import { boundExample, readBound } from "./read-bound.ts";
import type { FilterPart } from "./column-filter.ts";

let made = 0;

export function rangePart(
  bound: BoundKind,
  column: number,
  now: readonly Filter[],
  changed: () => void,
): FilterPart {
  const before = now.find((each) => each.kind === "range");
  const ends = [end("From", bound, before?.from, changed), end("To", bound, before?.to, changed)] as const;
  return {
    element: element("div", { class: "range" }, ...ends.map(({ element: each }) => each)),
    filter: () => {
      const [from, to] = ends.map(({ read }) => read());
      if (from === null || to === null) return null;
      if (from === undefined && to === undefined) return undefined;
      return {
        kind: "range",
        column,
        ...(from === undefined ? {} : { from }),
        ...(to === undefined ? {} : { to }),
      };
    },
  };
}

interface End {
  readonly element: HTMLElement;
  readonly read: () => string | null | undefined;
}

function end(name: string, bound: BoundKind, value: string | undefined, changed: () => void): End {
  const wrong = element("span", { class: "wrong", role: "alert", id: `bound${String((made += 1))}` });
  const field = element("input", {
    type: "text",
    inputmode: bound.kind === "integer" || bound.kind === "number" ? "decimal" : "text",
    placeholder: `for example ${boundExample(bound)}`,
    spellcheck: "false",
    autocomplete: "off",
    "aria-describedby": wrong.id,
  });
  field.value = value ?? "";
  const picker = pickerOf(bound, name, (picked) => {
    field.value = picked;
    field.dispatchEvent(new Event("input"));
    field.focus();
  });
  const read = (): string | null | undefined => {
    if (field.value.trim() === "") return undefined;
    const got = readBound(bound, field.value);
    return "value" in got ? got.value : null;
  };
  field.addEventListener("input", () => {
    const got = field.value.trim() === "" ? undefined : readBound(bound, field.value);
    wrong.textContent = got !== undefined && "problem" in got ? got.problem : "";
    field.setAttribute("aria-invalid", String(wrong.textContent !== ""));
    changed();
  });
  const all = element("div", { class: "bound" }, field, ...picker);
  return { element: element("label", {}, element("span", {}, name), all, wrong), read };
}

/** The browser's calendar; what is picked is written into the field, where more digits and a zone may be typed. */
function pickerOf({ kind }: BoundKind, name: string, picked: (text: string) => void): readonly HTMLElement[] {
  if (kind !== "day" && kind !== "instant") return [];
  const calendar = element("input", {
    type: kind === "day" ? "date" : "datetime-local",
    class: "calendar",
    // Not the field's name, by which it is found.
    "aria-label": `Calendar of ${name === "From" ? "the beginning" : "the end"}`,
  });
  calendar.addEventListener("change", () => {
    if (calendar.value !== "") picked(calendar.value.replace("T", " "));
  });
  return [calendar];
}
