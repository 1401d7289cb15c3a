/** The YAML of a file as far as it has been typed: also that of a block which is not closed yet. */
import { findHead } from "../format/head.ts";
import { markerOffsets } from "../format/marker.ts";

/** YAML in a file, by offsets; line ends are those of YAML, of the same length as the file's. */
export interface YamlBlock {
  readonly start: number;
  readonly yaml: string;
}

/** The front matter's YAML; undefined for a file that has none. */
export function findYaml(text: string): YamlBlock | undefined {
  const { block, end, unclosedLine } = findHead(text);
  if (block !== undefined) return yamlOf(text, block.start, block.end);
  if (unclosedLine === undefined) return undefined;
  const opening = /\r\n|\n|\r/g;
  opening.lastIndex = end;
  const lineEnd = opening.exec(text);
  if (lineEnd === null) return undefined;
  const start = lineEnd.index + lineEnd[0].length;
  return yamlOf(text, start, markerOffsets(text).find((offset) => offset >= start) ?? text.length);
}

function yamlOf(text: string, start: number, end: number): YamlBlock {
  return { start, yaml: text.slice(start, end).replaceAll(/\r(?!\n)/g, "\n") };
}
