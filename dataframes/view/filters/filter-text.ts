/** A condition in words, for its chip. Pure. */
import { oneLine } from "../../values/one-line.ts";
import type { Filter } from "../../protocol/view.ts";

const longestName = 40;
const longestValue = 30;
const valuesTold = 3;

/** `price: 10 to 20`, `station is Praha, Brno and 3 others`, `note is missing`. */
export function filterText(filter: Filter, name: string): string {
  return `${name === "" ? "(no name)" : oneLine(name, longestName)} ${conditionText(filter)}`;
}

function conditionText(filter: Filter): string {
  switch (filter.kind) {
    case "range": {
      const { from, to } = filter;
      if (from === undefined) return `≤ ${shown(to ?? "")}`;
      return to === undefined ? `≥ ${shown(from)}` : `from ${shown(from)} to ${shown(to)}`;
    }
    case "among": {
      const told = filter.values.slice(0, valuesTold).map(valueText);
      const others = filter.values.length - told.length;
      if (others > 0) told.push(`${String(others)} ${others === 1 ? "other" : "others"}`);
      const last = told.length > 1 ? ` and ${told.pop() ?? ""}` : "";
      return `${filter.not ? "is not" : "is"} ${told.join(", ")}${last}`;
    }
    case "contains":
      return `contains “${shown(filter.text)}”`;
    case "missing":
      return filter.missing ? "is missing" : "is not missing";
  }
}

/** A value of a column as text; null and empty text can be told apart. */
export function valueText(value: string | null): string {
  if (value === null) return "null";
  return value === "" ? '""' : shown(value);
}

function shown(text: string): string {
  return oneLine(text, longestValue);
}
