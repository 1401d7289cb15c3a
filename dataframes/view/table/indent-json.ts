/** Text that is JSON, over several lines; its numbers and strings stay as they were written. Pure. */

const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/** Undefined for a text that is no JSON object or array. */
export function indentJson(text: string): string | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    JSON.parse(text);
  } catch {
    // Text like any other.
    return undefined;
  }
  const parts: string[] = [];
  let depth = 0;
  let before = "";
  for (const [each] of text.matchAll(token)) {
    const closes = each === "}" || each === "]";
    if (closes) depth -= 1;
    if (opens(before) ? !closes : before === "," || (closes && before !== ""))
      parts.push(`\n${"  ".repeat(depth)}`);
    parts.push(each === ":" ? ": " : each);
    if (opens(each)) depth += 1;
    before = each;
  }
  return parts.join("");
}

function opens(each: string): boolean {
  return each === "{" || each === "[";
}
