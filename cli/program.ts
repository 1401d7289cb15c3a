import { Command, CommanderError } from "commander";
import type { AddCommand, Context } from "./commands/command.ts";
import { exitCode } from "./cli-error.ts";
import { version } from "./places.ts";
import type { Terminal } from "./terminal/terminal.ts";

/** Runs one command line of a program that has these commands, by their names; gives the exit code and never rejects. */
export async function runProgram(
  commands: Readonly<Record<string, AddCommand>>,
  args: readonly string[],
  terminal: Terminal,
  env: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  let code: number = exitCode.ok;
  const exitWith = (asked: number): void => {
    code = asked;
  };
  try {
    const [first = ""] = args;
    const asked = Object.hasOwn(commands, first) ? commands[first] : undefined;
    // The others are for the help and for words that are none.
    const known = asked === undefined ? Object.values(commands) : [asked];
    await program(known, { terminal, env, exitWith }).parseAsync(args, { from: "user" });
    return code;
  } catch (error) {
    // commander has said what was wrong already, or shown the help that was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.ok : exitCode.usage;
    // It knows the errors of all parts, which are not to be loaded for a help text.
    const { reportError } = await import("./report-error.ts");
    return reportError(terminal, error);
  }
}

function program(commands: readonly AddCommand[], context: Context): Command {
  const { terminal } = context;
  const root = new Command("pipenb")
    .description("Notebooks of TypeScript cells that run inside the container the pipeline will run in.")
    .version(version(), "--version")
    .enablePositionalOptions()
    .showHelpAfterError("See --help.")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        terminal.out(text);
      },
      writeErr: (text) => {
        terminal.complain(text.trimEnd());
      },
    });
  // Commands take over the settings above when they are added.
  for (const add of commands) add(root, context);
  return root;
}
