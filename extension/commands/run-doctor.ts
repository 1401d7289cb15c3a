/** "Run Doctor": what is missing on this machine and how to mend it; the checks of `pipenb doctor`. */
import * as vscode from "vscode";
import { doctorReport, worstState } from "../../app/doctor/report.ts";
import { showFailure } from "../failures/show-failure.ts";
import type { CommandServices } from "./notebook-command.ts";
import { withProgress } from "./with-progress.ts";

/** Registers the command. */
export function registerDoctor(services: CommandServices): vscode.Disposable {
  return vscode.commands.registerCommand("pipenb.doctor", async () => {
    try {
      return await examine(services);
    } catch (error) {
      void showFailure(error, { log: services.log });
      return undefined;
    }
  });
}

/** Gives the findings. */
async function examine({ output, folder, log }: CommandServices) {
  const kernelFolder = vscode.Uri.joinPath(folder, "dist", "kernel").fsPath;
  const findings = await withProgress("Doctor", async (report) => {
    report("looking at this machine and its container engine");
    const { checkMachine } = await import("../../app/doctor/check-machine.ts");
    const { checkEngine } = await import("../../app/doctor/check-engine.ts");
    const found = await Promise.all([checkMachine(process.env, kernelFolder), checkEngine(process.env)]);
    return found.flat();
  });
  const text = doctorReport(findings, (state) => state);
  output.clear();
  output.append(text);
  output.show(true);
  log.info(`doctor:\n${text}`);
  const said = {
    ok: "Nothing is missing.",
    warning: "Everything necessary is there; the output names what could be better.",
    missing: "Something necessary is missing; the output says what to do.",
  }[worstState(findings)];
  void vscode.window.showInformationMessage(`Doctor: ${said}`);
  return findings;
}
