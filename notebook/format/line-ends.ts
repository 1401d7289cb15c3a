/** Line ends of a file: "\r\n", "\n" and a lone "\r" each end a line, as they do in editors. */

/** The line end most lines of the text have; "\n" where "\r\n" does not prevail. */
export function prevailingEol(text: string): "\n" | "\r\n" {
  const all = text.match(/\n/g)?.length ?? 0;
  const windows = text.match(/\r\n/g)?.length ?? 0;
  return windows > all - windows ? "\r\n" : "\n";
}

/** How many lines end within the text. */
export function countLineEnds(text: string): number {
  return text.match(/\r\n|\n|\r/g)?.length ?? 0;
}

/** Whether the text ends with a line end. */
export function endsLine(text: string): boolean {
  return text.endsWith("\n") || text.endsWith("\r");
}
