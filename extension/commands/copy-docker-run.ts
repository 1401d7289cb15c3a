/** The line that runs a built image in a terminal as "Run Pipeline for…" does here. */
import * as vscode from "vscode";
import * as z from "zod";
import type { Parameter } from "../../notebook/parameters/parameter.ts";
import { defaultText, runArguments } from "../../notebook/parameters/run-arguments.ts";
import { sayShortly } from "../say-shortly.ts";
import { connectedEngine } from "./connected-engine.ts";
import { editedNotebook } from "./edited-notebook.ts";
import { lastValues, type Values } from "./last-values.ts";
import type { NotebookWork } from "./notebook-command.ts";
import { runLine, runPlace } from "./run-place.ts";

const GivenSchema = z.object({ image: z.string() });

/** Copies it and gives it. */
export const copyDockerRun: NotebookWork = async (document, { memory }, given) => {
  const edited = await editedNotebook(document);
  const { image } = GivenSchema.parse(given);
  const place = await runPlace(await connectedEngine(), edited);
  const values = shownValues(edited.parameters, lastValues(edited.uri, memory));
  const { line } = runLine(edited, { image, args: runArguments(edited.parameters, values), ...place });
  await vscode.env.clipboard.writeText(line);
  sayShortly(`Copied: ${line}`);
  return line;
};

/** What it was last run for; else the first parameter's default, and the names of what must be given. */
function shownValues(parameters: readonly Parameter[], last: Values): Values {
  const texts = parameters.flatMap((parameter, index) => {
    const { name } = parameter;
    const text = last[name] ?? (index === 0 ? defaultText(parameter) : undefined);
    if (text !== undefined) return [[name, text] as const];
    return parameter.default === undefined ? [[name, name.toUpperCase()] as const] : [];
  });
  return Object.fromEntries(texts);
}
