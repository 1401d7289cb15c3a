import { environmentName, fileVariable, optionName } from "../../notebook/parameters/option-names.ts";
import { runArguments, valueText } from "../../notebook/parameters/run-arguments.ts";
import type { Parameter, ParameterValues } from "../../notebook/parameters/parameter.ts";
import { CliError } from "../cli-error.ts";

type Environment = Readonly<Record<string, string | undefined>>;

export interface Settled {
  readonly args: readonly string[];
  /** Says nothing of the parameters any more. */
  readonly env: Environment;
}

/**
 * What the caller's environment says of the parameters as words: the kernel sees those variables, an image does not. Values of secrets are
 * no words; both find them in their files. A variable that names another file ends the command with 64.
 */
export function settleArguments(
  parameters: readonly Parameter[],
  { values, fromFiles }: { readonly values: ParameterValues; readonly fromFiles: readonly string[] },
  env: Environment,
): Settled {
  const known = new Set<string>();
  for (const { name } of parameters) {
    const variable = fileVariable(name);
    if (fromFiles.includes(name) && env[variable] !== undefined)
      throw new CliError("usage", `${variable} names a file of this machine, which an image does not have.`, {
        remedy: `Give the value as --${optionName(name)}, or name it among the front matter's secrets.`,
      });
    known.add(environmentName(name)).add(variable);
  }
  const texts = Object.entries(values)
    .filter(([name]) => !fromFiles.includes(name))
    .map(([name, value]) => [name, valueText(value)] as const);
  return {
    args: runArguments(parameters, Object.fromEntries(texts)),
    env: Object.fromEntries(Object.entries(env).filter(([name]) => !known.has(name))),
  };
}
