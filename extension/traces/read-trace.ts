/** A trace as lines to draw: what each of them is, and the places in it that can be gone to. Pure. */
import { cellReferences } from "../../protocol/cell-reference.ts";

type TraceLineKind = "place" | "code" | "failing" | "frame" | "error" | "text";

/** `href` is what the editor's outputs know how to open. */
interface TracePiece {
  readonly text: string;
  readonly href?: string;
}

export interface TraceLine {
  readonly kind: TraceLineKind;
  readonly pieces: readonly TracePiece[];
}

/** A module beside the notebook; the editor takes the path from the notebook's folder. */
const fileReferences = /(?<=^|[\s(])\.\/[^\s()]+:\d+(?::\d+)?(?=[)\s]|$)/g;

/** Reads the trace of an error that has this name. */
export function readTrace(trace: string, name: string): readonly TraceLine[] {
  return trace.split("\n").map((text) => {
    const kind = kindOf(text, name);
    return { kind, pieces: kind === "place" || kind === "frame" ? withLinks(text) : [{ text }] };
  });
}

function kindOf(line: string, name: string): TraceLineKind {
  if (/^\s*at /.test(line)) return "frame";
  if (/^cell \[\d+\]/.test(line)) return "place";
  if (/^> +\d+ \|/.test(line)) return "failing";
  if (/^ +(\d+ )?\|/.test(line)) return "code";
  return name !== "" && line.startsWith(name) ? "error" : "text";
}

function withLinks(line: string): readonly TracePiece[] {
  const found = [
    ...[...line.matchAll(cellReferences)].map((match) => {
      const [text, count = "", at = ""] = match;
      const href = `vscode-notebook-cell:?execution_count=${count}&line=${at}`;
      return { index: match.index, text, href };
    }),
    ...[...line.matchAll(fileReferences)].map(({ index, 0: text }) => ({ index, text, href: text })),
  ].sort((a, b) => a.index - b.index);
  const pieces: TracePiece[] = [];
  let from = 0;
  for (const { index, text, href } of found) {
    pieces.push({ text: line.slice(from, index) }, { text, href });
    from = index + text.length;
  }
  return [...pieces, { text: line.slice(from) }].filter(({ text }) => text !== "");
}
