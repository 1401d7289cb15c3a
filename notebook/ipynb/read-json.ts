/** Reads JSON and says where it breaks off. */
import type { Problem } from "../model.ts";

/** A JSON text's value, or the place that is wrong. */
export type ReadJson =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "failed"; readonly problem: Problem };

/** Reads the text of an `.ipynb` file. */
export function readJson(text: string): ReadJson {
  const json = text.startsWith("\uFEFF") ? text.slice(1) : text;
  try {
    return { kind: "value", value: JSON.parse(json) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const position = Number(/position (\d+)/.exec(reason)?.[1] ?? 0);
    const before = json.slice(0, position).split("\n");
    return {
      kind: "failed",
      problem: {
        severity: "error",
        message: `The file is not valid JSON: ${reason}.`,
        remedy:
          "An .ipynb file is JSON; open the file in an editor and look at this place, or take another copy.",
        line: before.length,
        column: (before.at(-1)?.length ?? 0) + 1,
      },
    };
  }
}
