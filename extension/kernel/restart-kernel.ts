/** "Restart Kernel": a new runtime in the same container while the environment is the same, else a kernel in the new one. */
import * as vscode from "vscode";
import { refuseWrongFrontMatter } from "../front-matter/refuse-wrong.ts";
import { showFailure } from "../failures/show-failure.ts";
import type { KernelEnvironments } from "./kernel-environments.ts";
import type { Kernels } from "./kernels.ts";
import { sayShortly } from "../say-shortly.ts";
import { startWithProgress } from "./start-with-progress.ts";

export interface RestartOptions {
  readonly kernels: Kernels;
  readonly environments: Pick<KernelEnvironments, "look">;
  readonly log: vscode.LogOutputChannel;
}

/** Restarts the notebook's kernel; one that has ended or was never there starts with the next cell. False where it could not be done: the user has been told. */
export async function restartKernel(
  notebook: vscode.NotebookDocument,
  options: RestartOptions,
): Promise<boolean> {
  const { kernels, environments, log } = options;
  const kernel = kernels.existing(notebook);
  if (kernel?.state.kind !== "ready") {
    sayShortly(
      kernel?.state.kind === "starting"
        ? "The kernel is being started: it is a new one."
        : "No kernel runs. The first cell that is run starts one.",
    );
    return true;
  }
  const runtime = kernel.state.kernel.host;
  try {
    // Before anything ends: variables are lost for nothing where no kernel could be started.
    refuseWrongFrontMatter(notebook);
    const changes = await environments.look(notebook);
    log.info(`${notebook.uri.fsPath}: kernel restarting, as the user asked for it${whatElse(changes)}`);
    if (changes.length === 0) {
      const title = "Restarting the kernel";
      const shown = { location: vscode.ProgressLocation.Notification, title };
      await vscode.window.withProgress(shown, () => kernel.restart());
      sayShortly("The kernel has been restarted, without the variables.");
      return true;
    }
    await kernels.stop(notebook.uri, "its environment has changed");
    await startWithProgress(notebook, runtime, kernels, log);
    sayShortly("The kernel has been restarted, in the environment that the notebook names now.");
    return true;
  } catch (error) {
    const again = async (): Promise<void> => {
      await startWithProgress(notebook, runtime, kernels, log);
    };
    void showFailure(error, { log, notebook: notebook.uri, again });
    return false;
  }
}

function whatElse(changes: readonly string[]): string {
  return changes.length === 0 ? "" : ` (changed: ${changes.join(", ")})`;
}
