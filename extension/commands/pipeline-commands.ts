/** Commands that make something of a notebook: an export, an image, a run; and what becomes of an image. */
import * as vscode from "vscode";
import { buildImage } from "./build-image.ts";
import { copyDockerRun } from "./copy-docker-run.ts";
import { exportPipeline } from "./export-pipeline.ts";
import { notebookCommand } from "./notebook-command.ts";
import type { CommandServices } from "./notebook-command.ts";
import { pushImage } from "./push-image.ts";
import { runPipeline } from "./run-pipeline.ts";

/** Registers them. */
export function registerPipelineCommands(services: CommandServices): vscode.Disposable {
  return vscode.Disposable.from(
    notebookCommand("pipenb.exportPipeline", services, exportPipeline),
    notebookCommand("pipenb.buildImage", services, buildImage),
    notebookCommand("pipenb.pushImage", services, pushImage),
    notebookCommand("pipenb.runPipeline", services, runPipeline),
    notebookCommand("pipenb.copyDockerRun", services, copyDockerRun),
  );
}
