import type { ParameterValues } from "../../notebook/parameters/parameter.ts";
import { helpText } from "../../notebook/parameters/help-text.ts";
import { parseArguments } from "../../notebook/parameters/parse-arguments.ts";
import { CliError } from "../cli-error.ts";
import type { OpenNotebook } from "./open-notebook.ts";

/** The values a run is for, or the help text when that was asked for. Wrong arguments end the command with 64. */
export function pipelineValues(
  open: OpenNotebook,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
):
  | { readonly kind: "values"; readonly values: ParameterValues }
  | { readonly kind: "help"; readonly text: string } {
  const parsed = parseArguments(open.parameters, args, env);
  switch (parsed.kind) {
    case "values":
      return parsed;
    case "help":
      return { kind: "help", text: helpText(open.title, `pipenb run ${open.shown}`, open.parameters) };
    case "problems":
      throw new CliError("usage", parsed.problems.join("\n"), {
        remedy: `See pipenb run ${open.shown} --help.`,
      });
  }
}
