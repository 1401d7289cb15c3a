import type { Finding } from "../../containers/doctor/finding.ts";
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
      else for (const each of findings) terminal.out(show(terminal, each));
      if (findings.some(({ state }) => state === "missing")) exitWith(exitCode.failed);
    });
};

function show({ colors }: Terminal, { about, state, says, remedy }: Finding): string {
  const mark = { ok: colors.green("ok"), warning: colors.yellow("warning"), missing: colors.red("missing") }[
    state
  ];
  const gap = " ".repeat("missing".length - state.length);
  const lines = [`${mark}${gap}  ${about}: ${says}`, ...(remedy === undefined ? [] : [`         ${remedy}`])];
  return `${lines.join("\n")}\n`;
}
