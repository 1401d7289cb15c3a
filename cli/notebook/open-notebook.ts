/** Reads a notebook for a command: from here on it is sound, or the command has ended with what is wrong with it. */
import { basename, extname, resolve } from "node:path";
import * as app from "../../app/notebook/source-notebook.ts";
import type { Problem } from "../../notebook/model.ts";
import { CliError } from "../cli-error.ts";
import { readTextFile } from "../files/read-text-file.ts";
import { describeProblem } from "./describe-problem.ts";

/** A notebook that a command was given. */
export interface OpenNotebook extends app.SourceNotebook {
  /** As the user wrote its path, for messages. */
  readonly shown: string;
  /** Warnings only. */
  readonly warnings: readonly Problem[];
}

/** Reads and parses a notebook and its parameters. */
export async function openNotebook(shown: string): Promise<OpenNotebook> {
  const opened = await app.openNotebook(resolve(shown), await readText(shown), process.env);
  if (opened.kind === "sound") return { ...opened.source, shown, warnings: opened.warnings };
  const lines = opened.errors.map((each) => describeProblem(shown, opened.notebook, each));
  throw new CliError("notebook", lines.join("\n"));
}

/** The same, with its problems as a value. */
export async function readNotebook(shown: string): Promise<app.ReadNotebook> {
  return app.readNotebook(await readText(shown), process.env);
}

async function readText(shown: string): Promise<string> {
  if (extname(shown) === ".ipynb")
    throw new CliError("usage", `${shown} is a Jupyter notebook.`, {
      remedy: `Convert it first: pipenb convert ${shown} ${basename(shown, ".ipynb")}.pipenb`,
    });
  return readTextFile(shown, "Name a .pipenb file that is there; pipenb new FILE makes one.");
}
