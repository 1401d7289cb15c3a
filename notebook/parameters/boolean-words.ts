/** The words for yes and no, the same on the command line, in the environment and in forms. */

const words: ReadonlyMap<string, boolean> = new Map([
  ...["true", "t", "yes", "y", "on", "1"].map((word) => [word, true] as const),
  ...["false", "f", "no", "n", "off", "0"].map((word) => [word, false] as const),
]);

/** What the word says, in upper or lower case; undefined for any other. */
export function booleanOf(text: string): boolean | undefined {
  return words.get(text.toLowerCase());
}
