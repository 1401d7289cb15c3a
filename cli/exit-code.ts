/** What the shell is told when pipenb ends; an exported pipeline tells the same. */
export const exitCode = {
  ok: 0,
  failed: 1,
  /** This input can never succeed. */
  never: 42,
  /** Bad arguments or parameters. */
  usage: 64,
  /** May succeed later. */
  transient: 75,
  interrupted: 130,
  /** Nobody reads the output any more. */
  outputGone: 141,
  terminated: 143,
} as const;
