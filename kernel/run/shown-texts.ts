import { takeTextsOut } from "../../protocol/texts-apart.ts";

/** The content of a message that shows something, for the supervisor to pass on: names of long texts, the rest as JSON, the texts. */
export function shownTexts(
  content: Readonly<Record<string, unknown>> & { readonly data: Readonly<Record<string, unknown>> },
): readonly string[] {
  const { data, texts } = takeTextsOut(content.data);
  return [
    JSON.stringify(texts.map(([name]) => name)),
    JSON.stringify({ ...content, data }),
    ...texts.map(([, text]) => text),
  ];
}
