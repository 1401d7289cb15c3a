import type { AddCommand } from "./command.ts";

/** `pipenb doctor` */
export const addDoctor: AddCommand = (program, { terminal, env, exitWith }) => {
  program
    .command("doctor")
    .summary("say what is missing and how to mend it")
    .description(
      "Looks at Node, disk, container engine and base image. Ends with 1 when something necessary is missing.",
    )
    .option("--json", "findings as JSON on stdout")
    .action(async ({ json }: { json?: boolean }) => {
      const { runDoctor } = await import("../doctor/run-doctor.ts");
      exitWith(await runDoctor({ json: json === true }, terminal, env));
    });
};
