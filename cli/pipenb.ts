#!/usr/bin/env node
/** The command line: `pipenb run|export|build|kernel|convert|check|new|doctor`. */
import module from "node:module";
import { runProgram } from "./program.ts";
import { Terminal } from "./terminal/terminal.ts";

// The compiler behind parameters is large; Node 22 and newer keep what they have made of it. SAFETY: absent on Node 20.
(module as { enableCompileCache?: () => unknown }).enableCompileCache?.();

const terminal = new Terminal({ stdout: process.stdout, stderr: process.stderr, env: process.env });
process.exitCode = await runProgram(process.argv.slice(2), terminal, process.env);
// A reader that went away is told by its own signal's code, and nothing may hold the process back any more.
if (terminal.gone.aborted) process.exit(141);
