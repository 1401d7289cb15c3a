import type { ParameterValues } from "../../notebook/parameters/parameter.ts";
import { ownOptionLike } from "../../notebook/parameters/option-names.ts";
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
      return {
        kind: "help",
        text: `${helpText(open.title, `pipenb run ${open.shown}`, open.parameters)}${ownOptions(open)}`,
      };
    case "problems":
      throw new CliError("usage", parsed.problems.join("\n"), {
        remedy: `See pipenb run ${open.shown} --help.`,
      });
  }
}

function ownOptions({ parameters, shown }: OpenNotebook): string {
  const shared = parameters.flatMap(({ name }) => ownOptionLike(name) ?? []);
  if (shared.length === 0) return "";
  const lines = shared.map((option) => `  pipenb run ${option} ${shown}\n`);
  return `\npipenb's own options of these names stand before the notebook:\n${lines.join("")}`;
}
