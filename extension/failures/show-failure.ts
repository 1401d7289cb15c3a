/** Shows a failure in the editor, with its buttons. */
import * as vscode from "vscode";
import { sayShortly } from "../say-shortly.ts";
import { explainFailure } from "./explain-failure.ts";
import type { FailureAction } from "./explain-failure.ts";

/** Who was at work, and how to try again. */
export interface FailureContext {
  readonly log: vscode.LogOutputChannel;
  /** Where more is written than in the log. */
  readonly output?: vscode.OutputChannel;
  readonly again?: () => Promise<void>;
  /** The notebook that was worked on; commands behind buttons are for it. */
  readonly notebook?: vscode.Uri | undefined;
}

/** One message; settles when the user has answered or closed it. Never rejects. */
export async function showFailure(error: unknown, context: FailureContext): Promise<void> {
  const failure = explainFailure(error);
  if (failure === undefined) return;
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  context.log.error(stack.includes(failure.message) ? stack : `${failure.message}\n${stack}`);
  const actions = failure.actions.filter(({ kind }) => kind !== "again" || context.again !== undefined);
  const titles = actions.map(({ title }) => title);
  const chosen = await vscode.window.showErrorMessage(failure.message, ...titles);
  const action = actions.find(({ title }) => title === chosen);
  if (action === undefined) return;
  try {
    await act(action, context);
  } catch (problem) {
    await showFailure(problem, { log: context.log, notebook: context.notebook });
  }
}

async function act(action: FailureAction, { log, output, again, notebook }: FailureContext): Promise<void> {
  switch (action.kind) {
    case "command":
      // The editor's own commands make something else of an argument.
      await vscode.commands.executeCommand(
        action.command,
        ...(action.command.startsWith("pipenb.") ? [notebook] : []),
      );
      return;
    case "copy":
      await vscode.env.clipboard.writeText(action.text);
      sayShortly(`Copied: ${action.text}`);
      return;
    case "again":
      await again?.();
      return;
    case "log":
      (output ?? log).show();
      return;
  }
}
