/** What a JSON text holds; undefined for a text that is no JSON: typed by hand, cut off, or said to people. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
