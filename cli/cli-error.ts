import { exitCodes } from "../notebook/program/exit-codes.ts";

/** What the shell is told when pipenb ends: what an exported pipeline tells, and that nobody reads the output any more. */
export const exitCode = { ...exitCodes, outputGone: 141 } as const;

/** Why a command could not do what it was asked. The message says what is wrong, the remedy what to do next. */
export class CliError extends Error {
  override readonly name = "CliError";
  readonly code: "usage" | "notebook" | "file" | "stopped";
  readonly remedy: string | undefined;
  readonly exitCode: number;

  constructor(
    code: CliError["code"],
    message: string,
    options: ErrorOptions & { readonly remedy?: string | undefined; readonly exitCode?: number } = {},
  ) {
    super(message, options);
    this.code = code;
    this.remedy = options.remedy;
    this.exitCode = options.exitCode ?? (code === "usage" ? exitCode.usage : exitCode.failed);
  }
}
