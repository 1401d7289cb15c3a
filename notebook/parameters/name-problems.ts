/** Names that do not keep parameters apart, on the command line or in the environment. */
import { environmentName, isTakenName, optionName, ownOptionLike } from "./option-names.ts";
import type { Declared, Finding } from "./finding.ts";

/** One finding for each parameter whose name another one, or pipenb itself, has taken. */
export function nameProblems(declared: readonly Declared[]): readonly Finding[] {
  const seen = new Map<string, string>();
  return declared.flatMap(({ parameter: { name, type }, at }) => {
    const keys = [name, `--${optionName(name)}`, environmentName(name)];
    if (type.kind === "boolean") keys.push(`--no-${optionName(name)}`);
    const key = keys.find((candidate) => seen.has(candidate));
    const other = key === undefined ? undefined : seen.get(key);
    for (const candidate of keys) seen.set(candidate, name);
    if (other === name) return [finding(at, `${name} is declared twice.`)];
    if (other !== undefined) {
      return [finding(at, `${name} and ${other} cannot be told apart: both answer to ${key ?? name}.`)];
    }
    if (isTakenName(name))
      return [finding(at, `${name} is taken: --help and variables such as PIPENB_LOG are pipenb's own.`)];
    return sharedOption(name, at);
  });
}

function finding(at: number, message: string): Finding {
  return { at, message, remedy: "Choose another name." };
}

/** What stands where is said before anything runs. */
function sharedOption(name: string, at: number): readonly Finding[] {
  const own = ownOptionLike(name);
  if (own === undefined) return [];
  return [
    {
      at,
      severity: "warning",
      message: `--${optionName(name)} is the parameter's wherever it stands behind the notebook; pipenb run has an option of that name too.`,
      remedy: `Write pipenb's own before the notebook: pipenb run ${own} NOTEBOOK`,
    },
  ];
}
