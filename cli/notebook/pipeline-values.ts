import { dirname } from "node:path";
import { ownOptionLike } from "../../notebook/parameters/option-names.ts";
import { helpText } from "../../notebook/parameters/help-text.ts";
import { parseArguments } from "../../notebook/parameters/parse-arguments.ts";
import type { ParsedArguments } from "../../notebook/parameters/parse-arguments.ts";
import { parameterFiles } from "../../pipeline/runner/parameter-files.ts";
import { CliError } from "../cli-error.ts";
import type { OpenNotebook } from "./open-notebook.ts";

/** The values a run is for, or the help text when that was asked for. Wrong arguments end the command with 64. */
export function pipelineValues(
  open: OpenNotebook,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Extract<ParsedArguments, { readonly kind: "values" }> | { readonly kind: "help"; readonly text: string } {
  const { secrets } = open.notebook.frontMatter;
  const files = parameterFiles({ env, folder: dirname(open.path), secrets });
  const parsed = parseArguments(open.parameters, args, env, files);
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
