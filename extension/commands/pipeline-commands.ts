/** Commands that make something of a notebook: an export, an image, a run. */
import * as vscode from "vscode";
import { buildImage } from "./build-image.ts";
import { exportPipeline } from "./export-pipeline.ts";
import { notebookCommand } from "./notebook-command.ts";
import type { CommandServices } from "./notebook-command.ts";
import { runPipeline } from "./run-pipeline.ts";

/** Registers them. */
export function registerPipelineCommands(services: CommandServices): vscode.Disposable {
  return vscode.Disposable.from(
    notebookCommand("pipenb.exportPipeline", services, exportPipeline),
    notebookCommand("pipenb.buildImage", services, buildImage),
    notebookCommand("pipenb.runPipeline", services, runPipeline),
  );
}
