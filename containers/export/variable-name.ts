/** The environment variable a parameter is read from: `dryRun` is `PIPENB_DRY_RUN`. */
export function variableName(parameter: string): string {
  return `PIPENB_${parameter.replaceAll(/([a-z\d])([A-Z])/g, "$1_$2").toUpperCase()}`;
}
