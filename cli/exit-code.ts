import { exitCodes } from "../notebook/program/exit-codes.ts";

/** What the shell is told when pipenb ends: what an exported pipeline tells, and that nobody reads the output any more. */
export const exitCode = { ...exitCodes, outputGone: 141 } as const;
