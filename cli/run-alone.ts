/** `pipenb run` and nothing else: what the extension brings along for its verifications, as it has no command line beside it. */
import { addRun } from "./commands/run.ts";
import { runProgram } from "./program.ts";
import { Terminal } from "./terminal/terminal.ts";

const terminal = new Terminal({ stdout: process.stdout, stderr: process.stderr, env: process.env });
process.exitCode = await runProgram({ run: addRun }, process.argv.slice(2), terminal, process.env);
