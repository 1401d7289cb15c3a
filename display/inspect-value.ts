import { inspect } from "node:util";
import { messageOf } from "../dataframes/detect/thrown-message.ts";
import { quietText } from "./quiet-text.ts";

const longestText = 100_000;
/** Lines of a value that is no text: whoever wants all of it opens its tree, or prints it. */
const mostLines = 500;

const options = {
  depth: 4,
  breakLength: 100,
  maxArrayLength: 100,
  maxStringLength: 20_000,
} as const;

/** A value as text, however it behaves when looked at: it is cut where it gets long, and this never throws. */
export function inspectValue(value: unknown): string {
  let text: string;
  try {
    text = inspect(value, options);
  } catch (error) {
    text = withoutItsOwnCode(value, error);
  }
  return notTooLong(typeof value === "string" ? text : notTooHigh(text));
}

function notTooHigh(text: string): string {
  const lines = text.split("\n");
  if (lines.length <= mostLines) return text;
  return [...lines.slice(0, mostLines), `… ${lines.length - mostLines} more lines`].join("\n");
}

/** As {@link inspectValue}, but runs none of the value's own code. */
export function inspectQuietly(value: unknown): string {
  return notTooLong(quietText(value, options));
}

function notTooLong(text: string): string {
  return text.length <= longestText
    ? text
    : `${text.slice(0, longestText)}\n… ${text.length - longestText} more characters`;
}

/** The value's own `inspect`, a getter or a proxy's trap threw. */
function withoutItsOwnCode(value: unknown, error: unknown): string {
  const why = `(looking at it threw: ${messageOf(error)})`;
  try {
    return `${inspect(value, { ...options, customInspect: false })} ${why}`;
  } catch {
    // Then its kind is all that can be told without running its code.
    return `[${typeof value}] ${why}`;
  }
}
