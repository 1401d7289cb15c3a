/** "Build Environment": what a kernel's first start would build or install, ahead of it; the editor gets its types from there. */
import * as vscode from "vscode";
import { bytes } from "../../containers/figures/bytes.ts";
import { duration } from "../../containers/figures/duration.ts";
import { frontMatterOf } from "../front-matter-of.ts";
import type { KernelEnvironments } from "../kernel/kernel-environments.ts";
import type { SelectedRuntimes } from "../kernel/selected-runtimes.ts";
import type { EnvironmentTypes } from "../language/environment-types.ts";
import { tellBuild } from "./build-image.ts";
import { connectedEngine } from "./connected-engine.ts";
import { editedNotebook } from "./edited-notebook.ts";
import { notebookCommand } from "./notebook-command.ts";
import type { CommandServices } from "./notebook-command.ts";
import { withProgress } from "./with-progress.ts";
import type { Report } from "./with-progress.ts";

export interface BuildEnvironmentOptions {
  readonly services: CommandServices;
  readonly runtimes: Pick<SelectedRuntimes, "of">;
  readonly types: Pick<EnvironmentTypes, "refresh">;
  readonly environments: Pick<KernelEnvironments, "look">;
  /** Folder of the built kernel, beside which a Node may be. */
  readonly kernelFolder: string;
}

/** Registers it. */
export function registerBuildEnvironment(options: BuildEnvironmentOptions): vscode.Disposable {
  const { services, runtimes, types, environments } = options;
  return notebookCommand("pipenb.buildEnvironment", services, async (document) => {
    const { path, title } = await editedNotebook(document);
    const frontMatter = await frontMatterOf(document);
    const started = performance.now();
    const done = await withProgress(`Environment of ${title}`, (report, signal) => {
      const work = { notebookPath: path, frontMatter, report, signal };
      return runtimes.of(document) === "local" ? install(work, options) : build(work, options);
    });
    types.refresh(document);
    void environments.look(document);
    const said = `The environment of ${title} is ${done} (${duration(performance.now() - started)}).`;
    services.output.appendLine(said);
    services.log.info(`${path}: ${said}`);
    void vscode.window.showInformationMessage(said);
    return undefined;
  });
}

interface Work {
  readonly notebookPath: string;
  readonly frontMatter: Awaited<ReturnType<typeof frontMatterOf>>;
  readonly report: Report;
  readonly signal: AbortSignal;
}

async function build(
  { report, ...work }: Work,
  { services: { output } }: BuildEnvironmentOptions,
): Promise<string> {
  report("looking for the container engine");
  const engine = await connectedEngine(work.signal);
  report("locking packages and building the image");
  const { ensureNotebookEnvironment } = await import("../../containers/images/notebook-environment.ts");
  const { image } = await ensureNotebookEnvironment(engine, {
    ...work,
    env: process.env,
    onOutput: (text) => {
      output.append(text);
    },
    onEvent: (event) => {
      tellBuild(event, report, output);
    },
  });
  return `built: ${bytes(image.size)}`;
}

async function install(
  { report, ...work }: Work,
  { services: { output }, kernelFolder }: BuildEnvironmentOptions,
): Promise<string> {
  const { ensureNode } = await import("../../containers/hosts/local/ensure-node.ts");
  const { ensureNotebookPackages } = await import("../../containers/hosts/local/notebook-packages.ts");
  report("locking and installing packages");
  const onEvent = (event: { readonly type: string; readonly text?: string }): void => {
    if (event.text !== undefined) output.append(event.text);
  };
  const node = await ensureNode({ env: process.env, kernelFolder, onEvent, signal: work.signal });
  const folder = await ensureNotebookPackages({ ...work, onEvent }, node, process.env);
  return folder === undefined ? "there: it has no npm packages" : "installed";
}
