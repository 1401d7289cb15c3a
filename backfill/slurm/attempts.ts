/** What the batch script has written of attempts, by the names of its files and what is in them. Pure. */

/** An attempt that was begun. */
export interface Attempt {
  readonly index: number;
  readonly attempt: number;
  /** undefined until it has ended. */
  readonly end: AttemptEnd | undefined;
  /** It was begun before Slurm was asked for its tasks. */
  readonly isOlder: boolean;
}

export interface AttemptEnd {
  readonly code: number;
  /** Slurm was asked to try it again. */
  readonly again: boolean;
}

/** A file of attempts: its index, its attempt, and what it tells. */
export interface AttemptFile {
  readonly index: number;
  readonly attempt: number;
  readonly kind: "begun" | "code";
}

/** undefined for a file that tells nothing of attempts. */
export function parseAttemptFile(name: string): AttemptFile | undefined {
  const found = /^(\d+)\.(\d+)\.(begun|code)$/.exec(name);
  if (found === null) return undefined;
  return {
    index: Number(found[1]),
    attempt: Number(found[2]),
    kind: found[3] === "code" ? "code" : "begun",
  };
}

/** What a file `INDEX.ATTEMPT.code` holds; undefined for anything else. */
export function parseEnd(text: string): AttemptEnd | undefined {
  const found = /^(\d{1,3})( again)?\s*$/.exec(text);
  return found === null ? undefined : { code: Number(found[1]), again: found[2] !== undefined };
}
