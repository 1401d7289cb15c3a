import type { AddCommand } from "./command.ts";

interface VerifyGiven {
  readonly report?: string;
  readonly force?: boolean;
  readonly stdout?: boolean;
  readonly json?: boolean;
}

const after = `
Runs the notebook in a fresh kernel and its image in clean containers, over copies of what they mount, and compares the files they
write. Then the image runs again with one condition changed at a time: clock, time zone, locale, random numbers, file order,
CPU count, machine, network, left-over files. A finding names the cell and the first value that differs.

Exit codes: 0 nothing was found; 1 something was.

  pipenb verify --report report.html samples/seattle-weather.pipenb 2012-02-05`;

/** `pipenb verify NOTEBOOK [ARGS…]` */
export const addVerify: AddCommand = (program, { terminal, env, exitWith }) => {
  program
    .command("verify")
    .summary("prove that the image gives what the notebook gives")
    .description("Compares the notebook with its image, and looks for what makes a run depend on luck.")
    .argument("<notebook>", "the .pipenb file")
    .argument("[args...]", "the pipeline's parameters, as for run")
    .option("--report <file>", "write a page of HTML with what was found")
    .option("--stdout", "compare what is printed too")
    .option("--force", "let --report replace a file that pipenb did not write")
    .option("--json", "what was found as JSON on stdout")
    .passThroughOptions()
    .addHelpText("after", after)
    .action(async (path: string, args: string[], { report, force, stdout, json }: VerifyGiven) => {
      terminal.json = json === true;
      const { verifyNotebook } = await import("../verify/verify-notebook.ts");
      const request = { path, args, report, force: force === true, stdout: stdout === true };
      exitWith(await verifyNotebook(request, terminal, env));
    });
};
