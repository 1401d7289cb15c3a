/** What a pipeline tells the shell when it ends: the same whether `pipenb run`, the editor or the exported image ran it. */
export const exitCodes = {
  ok: 0,
  /** A cell failed. */
  failed: 1,
  /** This input can never succeed: not worth another try. */
  never: 42,
  /** Bad arguments or parameters. */
  usage: 64,
  /** Failed for now: the same run may succeed later. */
  transient: 75,
  /** The run took longer than it may; coreutils' `timeout` ends with it too. */
  timeout: 124,
} as const;

/** Stopped from outside: by SIGINT, by SIGTERM. */
export const stopCodes = [130, 143] as const;

export const isStopCode = (code: number | undefined): boolean => stopCodes.some((each) => each === code);

/**
 * Whether a container that somebody has had stopped, and ends with this, was stopped: one that did not end when it was asked to was
 * killed, and one whose program had not begun was still runc, which ends with 2.
 */
export const isStoppedHard = (code: number | undefined): boolean => code === 137 || code === 2;

/** The codes with what they mean, for help and READMEs. */
export const exitCodeTable: readonly (readonly [codes: string, meaning: string])[] = [
  [String(exitCodes.ok), "done"],
  [String(exitCodes.failed), "a cell failed"],
  [String(exitCodes.never), "this input can never succeed"],
  [String(exitCodes.usage), "a parameter is wrong or missing"],
  [String(exitCodes.transient), "failed for now, the same run may succeed later"],
  [String(exitCodes.timeout), "took longer than its timeout"],
  ["130, 143", "stopped from outside"],
];

/** What is to be said of a code beside the failure itself; undefined where the output says it all. */
export function describeExit(code: number): string | undefined {
  switch (code) {
    case exitCodes.never:
      return "This input can never succeed.";
    case exitCodes.usage:
      return "The parameters are wrong.";
    case exitCodes.transient:
      return "The same run may succeed later.";
    case exitCodes.timeout:
      return "It took longer than the timeout of its front matter.";
    case 130:
    case 143:
      return "It was stopped.";
    case 137:
      return "It was killed: stopped by force, or out of memory, which image.memory in the front matter raises.";
    default:
      return undefined;
  }
}
