/** Lists as one text: the elements are separated by commas, and `\,` is a comma within an element. */

/** The elements' texts; none for an empty text. */
export function splitList(text: string): readonly string[] {
  if (text === "") return [];
  return text.split(/(?<!\\),/).map((part) => part.replaceAll("\\,", ","));
}

/** The text that {@link splitList} takes apart into these. */
export function listText(elements: readonly string[]): string {
  return elements.map((element) => element.replaceAll(",", "\\,")).join(",");
}
