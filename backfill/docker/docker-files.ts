/** A backfill on Docker as a script that a person would keep. Pure. */

export interface DockerScript {
  /** `docker run … IMAGE ARGUMENT…` for a unit, quoted for a shell. */
  readonly runLine: (unit: string) => string;
  readonly units: readonly string[];
  readonly parallel: number;
}

/** What stands for the unit in the line that xargs reads. */
const unitWord = "UNIT";

export function dockerFiles({ runLine, units, parallel }: DockerScript): ReadonlyMap<string, string> {
  const script = `#!/bin/sh
# Runs each unit once, ${parallel} at once: sh backfill.sh
# Ends with 0 if all are done. It keeps no journal and tries nothing again; pipenb backfill does.
# Written by pipenb.
set -eu

tr '\\n' '\\0' <<'UNITS' |
${units.join("\n")}
UNITS
xargs -0 -P ${parallel} -I ${unitWord} ${runLine(unitWord)}
`;
  return new Map([["backfill.sh", script]]);
}
