import { environmentName, fileVariable, optionName } from "../../notebook/parameters/option-names.ts";
import { runArguments, valueText } from "../../notebook/parameters/run-arguments.ts";
import type { Parameter, ParameterValues } from "../../notebook/parameters/parameter.ts";
import { VerifyError } from "./verify-error.ts";

type Environment = Readonly<Record<string, string | undefined>>;

export interface Settled {
  readonly args: readonly string[];
  /** Says nothing of the parameters any more. */
  readonly env: Environment;
}

/**
 * What the caller's environment says of the parameters as words: the kernel sees those variables, an image does not. Values of secrets are
 * no words; both find them in their files. Throws a `VerifyError` for a variable that names another file.
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
      throw new VerifyError({ code: "own-file", variable, option: optionName(name) });
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
