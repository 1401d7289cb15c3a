/** Commands for the kernel of the notebook in front, and the menu of them behind its entry in the status bar. */
import { dirname } from "node:path";
import * as vscode from "vscode";
import { noNotebook } from "../failures/command-error.ts";
import { showFailure } from "../failures/show-failure.ts";
import { restartKernel } from "../kernel/restart-kernel.ts";
import type { RestartOptions } from "../kernel/restart-kernel.ts";
import { sayShortly } from "../say-shortly.ts";
import { containerNameOf } from "../../containers/hosts/container/kernel-labels.ts";
import type { Kernels } from "../kernel/kernels.ts";
import type { LivingKernel } from "../kernel/notebook-kernel.ts";

/** Registers them. */
export function registerKernelCommands(options: RestartOptions): vscode.Disposable {
  const { kernels, log } = options;
  const withKernel =
    (what: (notebook: vscode.NotebookDocument) => Promise<unknown>) => async (): Promise<void> => {
      const notebook = vscode.window.activeNotebookEditor?.notebook;
      if (notebook?.notebookType !== "pipenb") {
        void vscode.window.showInformationMessage(noNotebook().message);
        return;
      }
      try {
        await what(notebook);
      } catch (error) {
        void showFailure(error, { log, notebook: notebook.uri });
      }
    };
  const register = (
    command: string,
    what: (notebook: vscode.NotebookDocument) => Promise<unknown>,
  ): vscode.Disposable => vscode.commands.registerCommand(command, withKernel(what));
  return vscode.Disposable.from(
    register("pipenb.restartKernel", (notebook) => restartKernel(notebook, options)),
    register("pipenb.restartAndRunAll", async (notebook) => {
      if (await restartKernel(notebook, options))
        await vscode.commands.executeCommand("notebook.execute", notebook.uri);
    }),
    register("pipenb.stopKernel", async (notebook) => {
      const hadOne = await kernels.stop(notebook.uri, "the user asked for it");
      sayShortly(hadOne ? "The kernel has ended." : "No kernel runs.");
    }),
    register("pipenb.kernelMenu", (notebook) => askKernelAction(notebook, kernels)),
    vscode.commands.registerCommand("pipenb.showLog", () => {
      log.show();
    }),
  );
}

interface Action extends vscode.QuickPickItem {
  readonly act?: () => Thenable<unknown>;
}

/** Asks what is to be done, and does it. */
async function askKernelAction(notebook: vscode.NotebookDocument, kernels: Kernels): Promise<void> {
  const chosen = await vscode.window.showQuickPick(actionsFor(notebook, kernels), {
    title: "Kernel of this notebook",
    placeHolder: "What shall be done?",
  });
  await chosen?.act?.();
}

function actionsFor(notebook: vscode.NotebookDocument, kernels: Kernels): readonly Action[] {
  const state = kernels.stateOf(notebook);
  const command =
    (id: string, ...given: readonly unknown[]) =>
    () =>
      vscode.commands.executeCommand(id, ...given);
  const running: readonly Action[] =
    state.kind === "ready"
      ? [
          {
            label: "$(debug-stop) Interrupt",
            detail: "Ends the running cell; variables stay",
            act: () => kernels.existing(notebook)?.interrupt() ?? Promise.resolve(),
          },
          {
            label: "$(debug-restart) Restart",
            detail: "Variables go; cells count from 1",
            act: command("pipenb.restartKernel"),
          },
          { label: "$(run-all) Restart and Run All Cells", act: command("pipenb.restartAndRunAll") },
          {
            label: "$(trash) Stop",
            detail: "The next cell starts another kernel",
            act: command("pipenb.stopKernel"),
          },
          {
            label: "$(terminal) Open Shell",
            detail: shellDetail(state.kernel),
            act: () => openShell(notebook, state.kernel),
          },
        ]
      : [
          {
            label: "$(run-all) Run All Cells",
            detail: "Starts a kernel",
            act: command("notebook.execute", notebook.uri),
          },
          ...(state.kind === "starting"
            ? [{ label: "$(trash) Stop", detail: "Gives up the start", act: command("pipenb.stopKernel") }]
            : []),
        ];
  const separator: Action = { label: "", kind: vscode.QuickPickItemKind.Separator };
  return [
    ...running,
    separator,
    {
      label: "$(package) Build Environment",
      detail: "The image or packages that the front matter names",
      act: command("pipenb.buildEnvironment", notebook.uri),
    },
    { label: "$(server-environment) Select Another Kernel…", act: command("notebook.selectKernel") },
    {
      label: "$(calendar) Backfill…",
      detail: "Run the pipeline over many days, each once",
      act: command("pipenb.backfill", notebook.uri),
    },
    {
      label: "$(calendar) Show Units",
      detail: "What has become of each day",
      act: command("pipenb.showUnits", notebook.uri),
    },
    {
      label: "$(database) Services…",
      detail: "Logs, a shell and what they keep",
      act: command("pipenb.services", notebook.uri),
    },
    { label: "$(output) Show Log", act: command("pipenb.showLog") },
    { label: "$(list-tree) Show All Kernels", act: command("pipenb.kernels.focus") },
  ];
}

const shellDetail = ({ host }: LivingKernel): string =>
  host === "container" ? "In the kernel's container" : "In the notebook's folder";

function openShell({ uri }: vscode.NotebookDocument, { id, host }: LivingKernel): Promise<void> {
  const name = "pipenb kernel";
  const terminal = vscode.window.createTerminal(
    host === "container"
      ? { name, shellPath: "docker", shellArgs: ["exec", "-it", containerNameOf(id), "sh"] }
      : { name, cwd: dirname(uri.fsPath) },
  );
  terminal.show();
  return Promise.resolve();
}
