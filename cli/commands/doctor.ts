import type { Finding } from "../../containers/doctor/finding.ts";
import { doctorReport, worstState } from "../../containers/doctor/report.ts";
import { checkInstallation } from "../doctor/check-installation.ts";
import { exitCode } from "../exit-code.ts";
import type { Terminal } from "../terminal/terminal.ts";
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
      const { checkEngine } = await import("../../containers/doctor/check-engine.ts");
      const { checkMachine } = await import("../../containers/doctor/check-machine.ts");
      const { findings: own, kernelFolder } = checkInstallation();
      const machine = kernelFolder === undefined ? [] : await checkMachine(env, kernelFolder);
      const findings = [...own, ...machine, ...(await checkEngine(env))];
      if (json === true) terminal.out(`${JSON.stringify(findings)}\n`);
      else terminal.out(doctorReport(findings, (state) => mark(terminal, state)));
      if (worstState(findings) === "missing") exitWith(exitCode.failed);
    });
};

function mark({ colors }: Terminal, state: Finding["state"]): string {
  return { ok: colors.green, warning: colors.yellow, missing: colors.red }[state](state);
}
