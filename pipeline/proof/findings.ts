/** What the trials of a verification say: in which the pipeline did something else, where it shows, and which cell is to blame. */
import { compareFiles, type Difference, type Files } from "./compare-files.ts";
import type { Condition, ConditionName, TraceLine } from "./conditions.ts";

/** The name under which what a run prints is among its files. */
export const standardOutput = "standard output";

/** How a run went. */
export interface Trial {
  readonly exitCode: number;
  /** What is in the folders that it may write to, and what it has printed where that is asked for. */
  readonly files: Files;
  /** The cell in which it ended, and why, where it failed. */
  readonly failure?: { readonly cell: string | undefined; readonly message: string } | undefined;
  /** Which cell looked at what, and left which files changed. */
  readonly trace: readonly TraceLine[];
}

/** Something that makes the notebook and its image differ, or a run depend on luck. */
export interface Finding {
  readonly about:
    ConditionName | "notebook and image" | "outside the mounts" | "mutated input" | "failure" | "names";
  /** What is wrong, in one sentence. */
  readonly sentence: string;
  /** The cell to begin with. */
  readonly cell: string | undefined;
  /** What that cell looked at, such as `Date.now()`. */
  readonly looked: readonly string[];
  readonly differences: readonly Difference[];
  readonly remedy: string;
}

/** What is compared, and how a difference is told. */
export interface Comparison {
  readonly about: Finding["about"];
  /** Follows "The result … ". */
  readonly finding: string;
  readonly remedy: string;
}

export interface ComparedTrials {
  readonly finding: Finding | undefined;
  /** Paths of files that hold the same table in other bytes. */
  readonly sameTables: readonly string[];
}

/** The finding of a trial against the first, or none where it did the same. Files in `unsteady` are told of already. */
export async function compareTrials(
  comparison: Comparison,
  first: Trial,
  trial: Trial,
  unsteady: ReadonlySet<string> = new Set(),
): Promise<ComparedTrials> {
  const { differences, sameTables } = await compareFiles(first.files, trial.files);
  const untold = differences.filter(({ path }) => !unsteady.has(path));
  return { finding: findingOf(comparison, first, trial, untold), sameTables };
}

function findingOf(
  { about, finding, remedy }: Comparison,
  first: Trial,
  trial: Trial,
  differences: readonly Difference[],
): Finding | undefined {
  const endsAlike = first.exitCode === trial.exitCode;
  if (differences.length === 0 && endsAlike) return undefined;
  const what = endsAlike
    ? subject(differences)
    : `Whether the pipeline succeeds (exit code ${first.exitCode}, then ${trial.exitCode}${reason(trial)})`;
  const shown = endsAlike ? differences : [];
  return {
    about,
    sentence: `${what} ${finding}.`,
    ...blamed(about, first, trial, shown),
    differences: shown,
    remedy,
  };
}

/** What is to be told where a condition has changed the results. */
export function ofCondition({ name, finding, remedy }: Condition): Comparison {
  return { about: name, finding, remedy };
}

/** Between a fresh kernel and the image. */
export const notebookAndImage: Comparison = {
  about: "notebook and image",
  finding: "is not the same in the notebook and in the image",
  remedy: "Look at what the cell reads: a file or a variable that one of the two has not got.",
};

/** Between a fresh kernel and one in which the cells have run before. */
export const freshAndUsedKernel: Comparison = {
  about: "session",
  finding: "is another one when the cells have run before in the same kernel",
  remedy: "Let each cell make what it changes: declare the variable in the cell that fills it.",
};

/** The files that differ in some trial. */
export function unsteadyFiles(findings: readonly Finding[]): ReadonlySet<string> {
  return new Set(findings.flatMap(({ differences }) => differences.map(({ path }) => path)));
}

/** Files that were there before and were changed by a run. */
export async function mutatedInputs(
  before: Files,
  trial: Pick<Trial, "files" | "trace">,
): Promise<readonly Finding[]> {
  const { differences } = await compareFiles(before, trial.files);
  const changed = differences.filter(({ path, first }) => before.has(path) && first !== undefined);
  return changed.map((difference) => ({
    about: "mutated input",
    sentence: `${difference.path}, which was there before, is changed by the run: the next one begins with another input.`,
    cell: writerOf(trial, difference.path),
    looked: [],
    differences: [difference],
    remedy: "Mount what is read with :ro, and write results to a folder of their own.",
  }));
}

/** Files that a run wrote where nothing is mounted. */
export function lostFiles(before: Files, trial: Pick<Trial, "files" | "trace">): readonly Finding[] {
  const written = [...trial.files.keys()].filter((path) => !before.has(path));
  return written.map((path) => ({
    about: "outside the mounts",
    sentence: `${path} is written where nothing is mounted: the image loses it when it ends.`,
    cell: writerOf(trial, path),
    looked: [],
    differences: [],
    remedy: "Write it below data/output, or mount its folder in the front matter.",
  }));
}

function subject(differences: readonly Difference[]): string {
  const [first] = differences;
  const more = differences.length - 1;
  const name = first?.path === standardOutput ? "The standard output" : `${first?.path}`;
  return more === 0 ? name : `${name}, with ${more} more,`;
}

function reason({ failure }: Trial): string {
  const [line = ""] = failure?.message.split("\n").filter((each) => each.trim() !== "") ?? [];
  return line === "" ? "" : `: ${line.trim()}`;
}

/** The cell that looked at what was changed, before the first result that differs; else the one that failed, or wrote that. */
function blamed(
  about: Finding["about"],
  first: Trial,
  trial: Trial,
  differences: readonly Difference[],
): { readonly cell: string | undefined; readonly looked: readonly string[] } {
  const looks = first.trace.flatMap((line) => (line.type === "look" && line.at === about ? [line] : []));
  const [looker] = looks;
  const failed = trial.failure?.cell ?? first.failure?.cell;
  const [difference] = differences;
  const writer =
    difference === undefined ? undefined : (sourceOf(first, difference) ?? sourceOf(trial, difference));
  const own = looks.filter(({ cell }) => cell === writer || cell === failed);
  // The writer's own look is nearer than one of a cell before it.
  const cell = own[0]?.cell ?? looker?.cell ?? failed ?? writer;
  return { cell, looked: looks.filter((look) => look.cell === cell).map(({ what }) => what) };
}

function sourceOf({ trace }: Pick<Trial, "trace">, { path, place }: Difference): string | undefined {
  if (path !== standardOutput) return writerOf({ trace }, path);
  let left = Number(/^line (\d+)/.exec(place ?? "")?.[1]);
  const printer = trace.find((line) => line.type === "print" && (left -= line.lines) <= 0);
  return printer?.cell === "" ? undefined : printer?.cell;
}

function writerOf({ trace }: Pick<Trial, "trace">, path: string): string | undefined {
  return trace.find((line) => line.type === "write" && line.path === path)?.cell;
}
