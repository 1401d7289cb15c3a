/**
 * Program 2: the VS Code extension. Everything is made here and wired by hand; what is made is disposed with the extension.
 */
import * as vscode from "vscode";
import { runBackfill } from "./backfill/run-backfill.ts";
import { registerBuildEnvironment } from "./commands/build-environment.ts";
import { buildImage } from "./commands/build-image.ts";
import { registerCellCommands } from "./commands/cell-commands.ts";
import { copyDockerRun } from "./commands/copy-docker-run.ts";
import { exportPipeline } from "./commands/export-pipeline.ts";
import { registerKernelCommands } from "./commands/kernel-commands.ts";
import { manageServices } from "./commands/manage-services.ts";
import { registerNewNotebook } from "./commands/new-notebook.ts";
import { notebookCommand } from "./commands/notebook-command.ts";
import type { CommandServices } from "./commands/notebook-command.ts";
import { registerOpenAsText } from "./commands/open-as-text.ts";
import { registerOpenSample } from "./commands/open-sample.ts";
import { pushImage } from "./commands/push-image.ts";
import { runPipeline } from "./commands/run-pipeline.ts";
import { registerDoctor } from "./commands/run-doctor.ts";
import { CellDebugging } from "./debug/cell-debugging.ts";
import { registerDebugCommands } from "./debug/debug-commands.ts";
import { trackAdapter } from "./debug/track-adapter.ts";
import { Diagnostics, TextDiagnostics } from "./diagnostics/diagnostics.ts";
import { registerDataframes } from "./dataframes/renderer-messaging.ts";
import { registerAddPackage } from "./front-matter/add-package.ts";
import { registerFrontMatterItems } from "./front-matter/cell-items.ts";
import { registerEditFrontMatter } from "./front-matter/edited-front-matter.ts";
import { FrontMatterChanges } from "./front-matter/front-matter-changes.ts";
import { registerFrontMatterHelp, registerOutlineName } from "./front-matter/help-providers.ts";
import { FailedLines } from "./diagnostics/failed-lines.ts";
import { stopsOnClose, watchClosedNotebooks } from "./kernel/closed-notebooks.ts";
import { createController } from "./kernel/controller.ts";
import { tellOfChangedEnvironments, KernelEnvironments } from "./kernel/kernel-environments.ts";
import { KernelFiles } from "./kernel/kernel-files.ts";
import { KeptKernels } from "./kernel/kept-kernels.ts";
import { KernelLoads } from "./kernel/kernel-loads.ts";
import { Kernels } from "./kernel/kernels.ts";
import { PreferredRuntime } from "./kernel/preferred-runtime.ts";
import { restartKernel } from "./kernel/restart-kernel.ts";
import { SelectedRuntimes } from "./kernel/selected-runtimes.ts";
import { createStatusItem } from "./kernel/status-item.ts";
import { followLanguageSetting } from "./language/cell-language.ts";
import { EnvironmentTypes } from "./language/environment-types.ts";
import { LiveProviders } from "./language/live-providers.ts";
import { registerLanguage } from "./language/register-language.ts";
import { followFiles } from "./moves/follow-files.ts";
import { SetAside } from "./moves/set-aside.ts";
import { OutputCache } from "./outputs/output-cache.ts";
import { Runs } from "./outputs/runs.ts";
import { registerStaleItems } from "./outputs/stale-items.ts";
import { registerUnits } from "./units/units-panels.ts";
import { PipenbSerializer } from "./serializer.ts";
import { registerVerify } from "./verify/run-verify.ts";
import { registerCellItems } from "./views/cell-items.ts";
import { registerExportsView } from "./views/exports-view.ts";
import { registerKernelsView } from "./views/kernels-view.ts";
import { registerVariablesView } from "./views/variables-view.ts";

/** Windows on the same folder find the same kernels. */
function kernelFilesFolder({ storageUri, globalStorageUri }: vscode.ExtensionContext): string {
  return vscode.Uri.joinPath(storageUri ?? globalStorageUri, "kernels").fsPath;
}

let stopKernels: (() => Promise<void>) | undefined;
let keepOutputs: (() => Promise<void>) | undefined;

/** Called by the editor when the first `.pipenb` file is opened. */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel("pipenb", { log: true });
  const kernelFolder = vscode.Uri.joinPath(context.extensionUri, "dist", "kernel").fsPath;
  const kept = new KeptKernels(context.workspaceState, new KernelFiles(kernelFilesFolder(context)));
  const kernels = new Kernels({ kernelFolder, log, kept });
  stopKernels = async () => {
    // Those on other machines go with the window in any case.
    const all = stopsOnClose();
    await kernels.stopAll("the window was closed", ({ files }) => all || files !== undefined);
  };
  const loads = new KernelLoads(log);
  const runs = new Runs();
  const outputs = new OutputCache(runs, context.globalStorageUri.fsPath, log);
  keepOutputs = () => outputs.flush();
  const live = new LiveProviders(kernels, log);
  const language = registerLanguage(
    context,
    log,
    (notebook) => types.of(notebook),
    (...place) => live.labelsAt(...place),
  );
  const services = servicesOf(context, log, language.typeErrors.mayIgnore);
  const debugging = new CellDebugging(kernels, log);
  const options = { log, debugging, mayRun: language.typeErrors.mayRun };
  const controllers = {
    container: createController("container", kernels, options),
    local: createController("local", kernels, options),
  };
  const runtimes = new SelectedRuntimes(controllers);
  const frontMatters = new FrontMatterChanges();
  const environments = new KernelEnvironments({
    kernels,
    frontMatters,
    memory: context.workspaceState,
    log,
  });
  const restarting = { kernels, environments, log };
  const types = new EnvironmentTypes({
    frontMatters,
    kernels,
    runtimes,
    cacheFolder: vscode.Uri.joinPath(context.globalStorageUri, "types").fsPath,
    shippedFolder: vscode.Uri.joinPath(context.extensionUri, "dist", "extension", "types").fsPath,
    log,
  });
  types.onDidChange(language.typesChanged);
  context.subscriptions.push(
    log,
    services.output,
    services.made,
    kernels,
    vscode.workspace.registerNotebookSerializer("pipenb", new PipenbSerializer(outputs), {
      transientOutputs: true,
    }),
    runs,
    outputs,
    registerStaleItems(runs, kernels),
    controllers.container,
    controllers.local,
    runtimes,
    frontMatters,
    types,
    registerBuildEnvironment({ services, runtimes, types, environments, kernelFolder }),
    new PreferredRuntime({
      controllers,
      kernels,
      memory: context.workspaceState,
      extension: context.extension.id,
      log,
    }),
    loads,
    environments,
    createStatusItem(kernels, loads, environments),
    tellOfChangedEnvironments(environments, (notebook) => restartKernel(notebook, restarting)),
    registerFrontMatterItems(environments, frontMatters),
    registerKernelsView({ kernels, loads, kernelFolder, log }),
    registerVariablesView(kernels, log),
    registerDataframes(kernels, log),
    registerExportsView(services),
    registerCellItems(),
    new Diagnostics(language.findProblems, log),
    new TextDiagnostics(language.findProblems, log),
    new FailedLines(),
    followLanguageSetting(log),
    ...language.registered,
    live,
    registerKernelCommands(restarting),
    debugging,
    trackAdapter(debugging),
    registerDebugCommands(debugging, log),
    ...registerCommands(services),
    registerEditFrontMatter(log),
    registerAddPackage(log, kernels),
    registerFrontMatterHelp(),
    registerOutlineName(),
    watchClosedNotebooks(kernels, log),
    followFiles({
      kernels,
      kept,
      outputs,
      memory: context.workspaceState,
      setAside: new SetAside(vscode.Uri.joinPath(context.globalStorageUri, "deleted").fsPath),
      log,
    }),
  );
}

function registerCommands(services: CommandServices): readonly vscode.Disposable[] {
  const { folder, log } = services;
  return [
    notebookCommand("pipenb.exportPipeline", services, exportPipeline),
    notebookCommand("pipenb.buildImage", services, buildImage),
    notebookCommand("pipenb.pushImage", services, pushImage),
    notebookCommand("pipenb.runPipeline", services, runPipeline),
    notebookCommand("pipenb.copyDockerRun", services, copyDockerRun),
    notebookCommand("pipenb.backfill", services, runBackfill),
    registerUnits(folder, log),
    registerVerify(services),
    notebookCommand("pipenb.services", services, manageServices),
    registerDoctor(services),
    registerNewNotebook(log),
    registerOpenSample(folder, log),
    registerOpenAsText(),
    registerCellCommands(),
  ];
}

function servicesOf(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
  mayIgnoreTypeErrors: CommandServices["mayIgnoreTypeErrors"],
): CommandServices {
  // SAFETY: the editor has read our package.json, which has a version.
  const { version } = context.extension.packageJSON as { readonly version: string };
  const output = vscode.window.createOutputChannel("pipenb pipelines");
  const made = new vscode.EventEmitter<void>();
  return {
    log,
    output,
    memory: context.workspaceState,
    folder: context.extensionUri,
    version,
    made,
    mayIgnoreTypeErrors,
  };
}

/** Called by the editor before it ends. */
export async function deactivate(): Promise<void> {
  await keepOutputs?.();
  await stopKernels?.();
}
