/**
 * The batch script of an array job whose nodes have Apptainer: text for `--out` alone, which was never tried on one. A run is a child of its
 * job here, so Slurm's own limits hold for it and none outlives it: nothing is adopted. Pure.
 */
import type { ContainerSpec } from "../../containers/engine/engine.ts";
import { shellWord } from "../../notebook/shell-word.ts";
import type { Batch } from "../batch/batch-engine.ts";
import { mountText } from "./container-options.ts";
import { commandText, endOfTask, reservation, unitOfTask, writeEnd } from "./script-parts.ts";

export function apptainerScript({ name, units, parallel, retries }: Batch, container: ContainerSpec): string {
  return `#!/bin/bash
# Runs ${units.length} units by Apptainer: index n of the array job is line n+1 of the file "units". Submit it in its own folder, which all nodes see:
#   sbatch --array=0-${units.length - 1}%${parallel} batch.sh
# How each attempt has ended stands in runs/INDEX.ATTEMPT.code, what it has written in .log.
# pipenb has never run this script, as it has met no Apptainer: try one unit first (--array=0).
#SBATCH --job-name=${name}
#SBATCH --requeue --signal=B:TERM@30 --open-mode=append --output=slurm-%A_%a.log
#SBATCH ${reservation(container).join(" ")}
set -u
retries=${retries}
# By variables, as Apptainer takes --env apart at commas.
${Object.entries(container.environment)
  .map(([variable, value]) => `export APPTAINERENV_${variable}=${shellWord(value)}`)
  .join("\n")}
${unitOfTask}

# Slurm may start an index again. What has ended for good is not done again, and what has not ended is lost: it went with its job.
failures=0
while [ -e "runs/$index.$attempt.begun" ]; do
  if ended; then
    [ "$again" = again ] || exit "$code"
    failures=$((failures + 1))
  fi
  attempt=$((attempt + 1))
done
run=runs/$index.$attempt
# Somebody has asked for the end.
[ -e drain ] && exit 0
echo "\${SLURMD_NODENAME:-}" >"$run.begun" || exit 1
exec >>"$run.log" 2>&1
export APPTAINERENV_PIPENB_ATTEMPT=$attempt

# As Docker does it: nothing of the node is seen but what is mounted, words are not read as shell, and what is written elsewhere goes.
options=(--containall --no-eval --writable-tmpfs --pwd /app/work)
${container.mounts.map((mount) => `options+=(--mount ${shellWord(mountText(mount))})\n`).join("")}apptainer run "\${options[@]}" ${shellWord(`docker://${container.image}`)} ${commandText(container.command)} &
child=$!
stopping=
trap 'stopping=yes; kill -TERM $child 2>/dev/null' TERM
wait $child
code=$?
# A trap ends the wait, and not the run.
while [ -n "$stopping" ]; do
  stopping=
  wait $child
  end=$?
  [ $end = 127 ] || code=$end
done
trap '' TERM

again=
if [ "$code" = 75 ] && [ $failures -lt $retries ]; then again=again; fi
${writeEnd}
${endOfTask}`;
}
