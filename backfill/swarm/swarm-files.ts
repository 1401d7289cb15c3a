/** A backfill on a swarm as a script that a person would keep. Pure. */
import { posix } from "node:path";
import type { Mount } from "../../containers/engine/engine.ts";
import { limitsAsServiceOptions, type Limits } from "../../containers/figures/limits.ts";
import { isSecret } from "../container-runs.ts";
import { shellWord } from "../../notebook/shell-word.ts";

export interface SwarmScript {
  readonly image: string;
  readonly argsOf: (unit: string) => readonly string[];
  readonly mounts: readonly Mount[];
  readonly user: string | undefined;
  readonly limits: Limits;
  readonly units: readonly string[];
  readonly parallel: number;
  readonly retries: number;
}

/** What stands for the unit among the words behind the image. */
const unitWord = "UNIT";

/** A line of the script, split where options begin. */
function serviceOptions({ mounts, user, limits }: SwarmScript): readonly string[] {
  const secrets = mounts.filter(isSecret);
  const others = mounts.filter((mount) => !secrets.includes(mount));
  const options: readonly (readonly string[])[] = [
    ...(user === undefined ? [] : [["--user", user]]),
    ...limitsAsServiceOptions(limits),
    ...others.map(({ kind, source, target, readOnly }) => [
      "--mount",
      `type=${kind},source=${source},target=${target}${readOnly ? ",readonly" : ""}`,
    ]),
    ...secrets.map(({ target }) => ["--secret", posix.basename(target)]),
  ];
  return options.map((words) => words.map(shellWord).join(" "));
}

export function swarmFiles(script: SwarmScript): ReadonlyMap<string, string> {
  const { image, argsOf, units, parallel, retries, mounts } = script;
  const secrets = mounts.filter(isSecret);
  const args = argsOf(unitWord)
    .map((word) => (word.includes(unitWord) ? `"${word.replace(unitWord, "$1")}"` : shellWord(word)))
    .join(" ");
  const made = secrets.map(
    ({ source, target }) =>
      `#   docker secret create ${shellWord(posix.basename(target))} ${shellWord(source)}`,
  );
  const before = made.length === 0 ? [] : ["# Its secrets, to be made once:", ...made];
  const text = `#!/bin/bash
# Runs each unit once on a Docker Swarm, ${parallel} at once: bash backfill.sh, where docker speaks to a manager.
# A unit is a service of one task, which is never started twice; exit code 75 is tried again ${retries} times. Ends with 0 if all are
# done. It keeps no journal, and waits for a node that is lost until it comes back; pipenb backfill --on swarm does more.
${[...before, "# Written by pipenb."].join("\n")}
set -euo pipefail

attempt() { # UNIT ATTEMPT
  local id name state code
  name=backfill-$(printf %s "$1" | sha256sum | cut -c 1-24)-$2
  id=$(docker service create --detach --quiet --name "$name" --replicas 1 --restart-condition none --init --no-healthcheck \\
    --cap-drop ALL --stop-grace-period 10s --with-registry-auth --no-resolve-image --env PIPENB_ATTEMPT="$2" \\
${serviceOptions(script)
  .map((line) => `    ${line} \\\n`)
  .join("")}    ${shellWord(image)} ${args})
  while :; do
    state=$(docker service ps --format '{{.CurrentState}}' "$id" | cut -d ' ' -f 1)
    case $state in Complete | Failed | Rejected | Shutdown | Orphaned) break ;; esac
    sleep 1
  done
  code=$(docker inspect --type task --format '{{.Status.ContainerStatus.ExitCode}}' "$(docker service ps --quiet "$id")")
  docker service logs --raw "$id" || true
  docker service rm "$id" >/dev/null
  # The state comes first: what was never started has the code 0.
  if [ "$state" = Complete ]; then code=0; elif [ "$code" = 0 ]; then code=1; fi
  return "$code"
}

unit() { # UNIT
  local code number
  for ((number = 1; number <= ${retries + 1}; number += 1)); do
    code=0
    attempt "$1" "$number" || code=$?
    [ "$code" = 75 ] || break
    sleep $((2 ** number))
  done
  echo "$1: exit code $code"
  return "$code"
}

if [ $# = 1 ]; then
  unit "$1"
  exit
fi
tr '\\n' '\\0' <<'UNITS' | xargs -0 -P ${parallel} -n 1 bash "$0"
${units.join("\n")}
UNITS
`;
  return new Map([["backfill.sh", text]]);
}
