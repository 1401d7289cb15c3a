import { Command, CommanderError } from "commander";
import { addBackfill } from "./commands/backfill.ts";
import { addBase } from "./commands/base.ts";
import { addBuild } from "./commands/build.ts";
import { addCheck } from "./commands/check.ts";
import { addCi } from "./commands/ci.ts";
import type { Context } from "./commands/command.ts";
import { addConvert } from "./commands/convert.ts";
import { addDoctor } from "./commands/doctor.ts";
import { addExport } from "./commands/export.ts";
import { addKernel } from "./commands/kernel.ts";
import { addLogs } from "./commands/logs.ts";
import { addNew } from "./commands/new.ts";
import { addPin } from "./commands/pin.ts";
import { addPull } from "./commands/pull.ts";
import { addPush } from "./commands/push.ts";
import { addRun } from "./commands/run.ts";
import { addServices } from "./commands/services.ts";
import { addUnits } from "./commands/units.ts";
import { addVerify } from "./commands/verify.ts";
import { exitCode } from "./cli-error.ts";
import { version } from "./places.ts";
import type { Terminal } from "./terminal/terminal.ts";

const commands = [
  addRun,
  addExport,
  addBuild,
  addVerify,
  addPush,
  addPull,
  addBackfill,
  addUnits,
  addLogs,
  addCi,
  addBase,
  addPin,
  addKernel,
  addServices,
  addConvert,
  addCheck,
  addNew,
  addDoctor,
];

/** Runs one command line; gives the exit code and never rejects. */
export async function runProgram(
  args: readonly string[],
  terminal: Terminal,
  env: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  let code: number = exitCode.ok;
  const exitWith = (asked: number): void => {
    code = asked;
  };
  try {
    await program({ terminal, env, exitWith }).parseAsync(args, { from: "user" });
    return code;
  } catch (error) {
    // commander has said what was wrong already, or shown the help that was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.ok : exitCode.usage;
    // It knows the errors of all parts, which are not to be loaded for a help text.
    const { reportError } = await import("./report-error.ts");
    return reportError(terminal, error);
  }
}

function program(context: Context): Command {
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
