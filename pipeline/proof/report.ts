/** The report of a verification, as data and as lines of text. */
import type { Difference } from "./compare-files.ts";
import type { Finding } from "./findings.ts";

/** All that was tried, and what came of it. */
export interface Verification {
  readonly notebook: string;
  readonly args: readonly string[];
  /** What was tried, in order. */
  readonly trials: readonly { readonly name: string }[];
  readonly findings: readonly Finding[];
  /** Files that the first trial wrote. */
  readonly files: number;
  /** Whether what was printed was compared too. */
  readonly stdout: boolean;
  /** Without the build. */
  readonly milliseconds: number;
  /** What is worth knowing and no finding, in sentences. */
  readonly notes: readonly string[];
}

/** A finding as lines of text, the first of which is its sentence. */
export function findingLines({ sentence, cell, looked, differences, remedy }: Finding): readonly string[] {
  const [difference] = differences;
  return [
    sentence,
    ...(difference === undefined ? [] : [differenceLine(difference)]),
    ...(cell === undefined ? [] : [`cell: ${cell}${by(looked)}`]),
    remedy,
  ];
}

/** Follows the name of a cell that looked at something. */
export function by(looked: readonly string[]): string {
  return looked.length === 0 ? "" : `, by ${looked.join(", ")}`;
}

/** Where a file differs, and what is there in the one and in the other. */
export function differenceLine({ path, place, first, second, note }: Difference): string {
  const at = place === undefined ? path : `${path}, ${place}`;
  const why = note === undefined ? "" : ` (${note})`;
  return `${at}: ${first ?? "(nothing)"} → ${second ?? "(nothing)"}${why}`;
}

/** A note about a file that has other bytes from run to run. */
export function sameTableNote(path: string): string {
  return `${path} has other bytes from run to run, and holds the same table.`;
}

/** One sentence about all of it. */
export function verdict({ findings, files, stdout, trials }: Verification): string {
  const printed = stdout ? " and the standard output" : "";
  const results = `${files} ${files === 1 ? "file" : "files"}${printed} in ${trials.length} runs`;
  if (findings.length === 0) return `The notebook and its image give the same: ${results}.`;
  return `${findings.length} ${findings.length === 1 ? "finding" : "findings"} (${results}).`;
}
