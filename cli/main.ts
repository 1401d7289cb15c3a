/** Runs the command line of this process, loaded when compiled code is being kept. */
import { allCommands } from "./commands/all.ts";
import { exitCode } from "./cli-error.ts";
import { runProgram } from "./program.ts";
import { Terminal } from "./terminal/terminal.ts";

const terminal = new Terminal({ stdout: process.stdout, stderr: process.stderr, env: process.env });
process.exitCode = await runProgram(allCommands, process.argv.slice(2), terminal, process.env);
// A reader that went away is told by its own signal's code, and nothing may hold the process back any more.
if (terminal.gone.aborted) process.exit(exitCode.outputGone);
