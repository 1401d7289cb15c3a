/** What was compiled of the modules beside the notebook in this process, for stacks to lead to their own lines. */
import { SourceMap } from "node:module";
import type { SourceMapPayload } from "node:module";

interface Loaded {
  readonly code: string;
  readonly map: string | undefined;
  entries?: SourceMap;
}

const loaded = new Map<string, Loaded>();

/** `map` is undefined where the code has every place where the text has it. */
export function noteLoaded(url: string, code: string, map: string | undefined): void {
  loaded.set(url, { code, map });
}

/** The code of every module by its URL, the newest last. */
export function loadedCode(): readonly (readonly [url: string, code: string])[] {
  return [...loaded].map(([url, { code }]) => [url, code] as const);
}

/** A frame of a stack with the place in the text that was written. */
export function writtenFrame(frame: string): string {
  return frame.replace(
    /(file:\/\/[^\s()]+?):(\d+):(\d+)(?=\)?$)/,
    (raw, url: string, line: string, column: string) => {
      const place = writtenPlace(url, Number(line), Number(column));
      return place === undefined ? raw : `${url}:${place.line}:${place.column}`;
    },
  );
}

/** Lines and columns from 1; undefined where the code has them as the text. */
export function writtenPlace(
  url: string,
  line: number,
  column: number,
): { readonly line: number; readonly column: number } | undefined {
  const found = loaded.get(url);
  if (found?.map === undefined) return undefined;
  // SAFETY: made by Node or TypeScript when the module was compiled.
  found.entries ??= new SourceMap(JSON.parse(found.map) as SourceMapPayload);
  const entry = found.entries.findEntry(line - 1, column - 1);
  if (!("originalLine" in entry)) return undefined;
  return { line: entry.originalLine + 1, column: entry.originalColumn + 1 };
}
