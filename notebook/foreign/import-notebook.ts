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
import type { ReadableEnding } from "./readable-endings.ts";

const readers: Readonly<Record<ReadableEnding, (text: string) => ImportResult>> = {
  ".ipynb": fromIpynb,
  ".nnb": fromNnb,
  ".ts": fromPercentScript,
  ".mts": fromPercentScript,
  ".js": moduleOrScript,
  ".mjs": moduleOrScript,
  ".html": fromObservableHtml,
  ".md": fromMarkdown,
};

/** The notebook in a file's text. */
export function importNotebook(
  ending: ReadableEnding,
  text: string,
  surroundings: Surroundings,
): ImportResult {
  const read = readers[ending](text);
  if (read.kind === "failed" || read.isOwn) return read;
  return { ...read, ...carryOver(read, surroundings) };
}

function moduleOrScript(text: string): ImportResult {
  return fromObservableModule(text) ?? fromPercentScript(text);
}
