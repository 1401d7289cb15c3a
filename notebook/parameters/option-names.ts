/** The names a parameter goes by outside of the notebook. */

/** `dryRun` → `dry-run`, as in `--dry-run`. */
export function optionName(parameter: string): string {
  return words(parameter).join("-").toLowerCase() || parameter;
}

/** `dryRun` → `PIPENB_DRY_RUN`. */
export function environmentName(parameter: string): string {
  const name = words(parameter).join("_").toUpperCase() || parameter;
  return `PIPENB_${name.replaceAll(/[^\p{L}\p{N}_]/gu, "_")}`;
}

/** Names a file that holds the value of the parameter: `dryRun` → `PIPENB_DRY_RUN_FILE`. */
export function fileVariable(parameter: string): string {
  return `${environmentName(parameter)}_FILE`;
}

/** The name of the secret that is the parameter's value where it is there: `dryRun` → `dry-run`. */
export function secretName(parameter: string): string {
  return optionName(parameter);
}

/** Environment variables that mean something to pipenb itself, and so cannot be a parameter's. */
const ownVariables = [
  "PIPENB_ATTEMPT",
  "PIPENB_BASE_IMAGE",
  "PIPENB_CA_BUNDLE",
  "PIPENB_IMAGE_DIGEST",
  "PIPENB_KERNEL",
  "PIPENB_LIFE_SIGN",
  "PIPENB_LOG",
  "PIPENB_NODE",
  "PIPENB_REPORT",
  "PIPENB_RESULT",
  "PIPENB_SECRETS_DIR",
];

/** The options of `pipenb run`, with what stands behind them. A parameter may have the same name: behind the notebook it goes first. */
const ownOptions: ReadonlyMap<string, string> = new Map([
  ["runtime", " WHERE"],
  ["out", " FILE"],
  ["report", " FILE"],
  ["json", ""],
  ["quiet", ""],
  ["check", ""],
  ["force", ""],
  ["fresh", ""],
]);

/** How pipenb's own option of the parameter's name is written; undefined where there is none. */
export function ownOptionLike(parameter: string): string | undefined {
  const name = optionName(parameter);
  const value = ownOptions.get(name);
  return value === undefined ? undefined : `--${name}${value}`;
}

/** Whether the parameter's option or variable is taken by pipenb itself. */
export function isTakenName(parameter: string): boolean {
  return optionName(parameter) === "help" || ownVariables.includes(environmentName(parameter));
}

function words(parameter: string): readonly string[] {
  return parameter
    .replaceAll(/(\p{Ll}|\p{N})(\p{Lu})/gu, "$1 $2")
    .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2")
    .split(/[\s_]+/u)
    .filter((word) => word !== "");
}
