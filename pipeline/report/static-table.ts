/**
 * The table that a dataframe shows as, read and written anew: only the few elements that it is made of come through, without attributes,
 * so that it may stand in the page itself whoever has made it.
 */
const allowed = new Set("div table caption thead tbody tr th td p br small i".split(" "));

/** Undefined where anything else is in it. */
export function staticTable(table: string): string | undefined {
  const open: string[] = [];
  const parts: string[] = [];
  let at = 0;
  for (const found of table.matchAll(/<(\/?)([a-z]+)((?:\s[^<>]*)?)>/g)) {
    const [all, slash, name = "", attributes = ""] = found;
    const text = table.slice(at, found.index);
    if (/[<>]/.test(text) || !allowed.has(name)) return undefined;
    at = found.index + all.length;
    if (slash === "/" && open.pop() !== name) return undefined;
    if (slash !== "/" && name !== "br") open.push(name);
    parts.push(text, slash === "/" ? `</${name}>` : `<${name}${ofNumbers(name, attributes)}>`);
  }
  const rest = table.slice(at);
  if (/[<>]/.test(rest) || open.length > 0) return undefined;
  return [...parts, rest].join("");
}

function ofNumbers(name: string, attributes: string): string {
  if (name === "div") return ' class="frame"';
  const isNumber = (name === "td" || name === "th") && /text-align:\s*right/.test(attributes);
  return `${name === "th" ? ' scope="col"' : ""}${isNumber ? ' class="number"' : ""}`;
}
