import type { Command } from "commander";
import type { Terminal } from "../terminal/terminal.ts";

/** What a command is given to work with. */
export interface Context {
  readonly terminal: Terminal;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Sets what the shell is told at the end. */
  readonly exitWith: (code: number) => void;
}

/** Adds one command to the program. */
export type AddCommand = (program: Command, context: Context) => void;
