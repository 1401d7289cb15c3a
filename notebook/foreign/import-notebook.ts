/** Reads a notebook of another kernel or editor, and makes of it one that runs here. */
import { fromIpynb } from "../ipynb/from-ipynb.ts";
import { carryOver } from "./carry-over.ts";
import { fromMarkdown } from "./from-markdown.ts";
import { fromNnb } from "./from-nnb.ts";
import { fromPercentScript } from "./from-percent-script.ts";
import type { ImportResult } from "./imported.ts";
import { fromObservableHtml } from "./observable/from-html.ts";
import { fromObservableModule } from "./observable/from-module.ts";
import type { Surroundings } from "./packages.ts";

const readers: ReadonlyMap<string, (text: string) => ImportResult> = new Map([
  [".ipynb", fromIpynb],
  [".nnb", fromNnb],
  [".ts", fromPercentScript],
  [".mts", fromPercentScript],
  [".js", (text: string) => fromObservableModule(text) ?? fromPercentScript(text)],
  [".mjs", (text: string) => fromObservableModule(text) ?? fromPercentScript(text)],
  [".html", fromObservableHtml],
  [".md", fromMarkdown],
]);

/** The endings of the files that can be read, with their dots. */
export const readableEndings: readonly string[] = [...readers.keys()];

/** The notebook in a file's text; `ending` is one of those above. */
export function importNotebook(ending: string, text: string, surroundings: Surroundings): ImportResult {
  const read = (readers.get(ending) ?? fromPercentScript)(text);
  if (read.kind === "failed" || read.isOwn) return read;
  return { ...read, ...carryOver(read, surroundings) };
}
