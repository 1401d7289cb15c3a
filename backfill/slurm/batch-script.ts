/** The batch script of an array job, and the list of units that it reads: text that a person can keep and start by hand. Pure. */
import type { ContainerSpec } from "../../containers/engine/engine.ts";
import { shellWord } from "../../notebook/shell-word.ts";
import { unitName } from "../run-key.ts";
import type { Batch } from "../batch/batch-engine.ts";
import {
  commandText,
  endOfTask,
  optionsText,
  reservation,
  unitOfTask,
  writeEnd,
  type Runtime,
} from "./script-parts.ts";

export interface ScriptSettings {
  readonly runtime: Runtime;
  /** What every run is given; `command` has `unitMark` where the unit stands. */
  readonly container: ContainerSpec;
}

/** A line for each index: what containers are called, the number of the first attempt, and the unit. */
export function unitsText(units: Batch["units"]): string {
  return units.map(({ unit, key, attempt }) => `${unitName(key)}\t${attempt}\t${unit}\n`).join("");
}

/** For all units of the batch, of which a task of the array runs one. Its only argument is the index of the array's first one. */
export function batchScript(batch: Batch, { runtime, container }: ScriptSettings): string {
  const { name, units, parallel, retries } = batch;
  return `#!/bin/bash
# Runs ${units.length} units by pipenb: index n of the array job is line n+1 of the file "units". Submit it in its own folder, which all nodes see:
#   sbatch --array=0-${units.length - 1}%${parallel} batch.sh
# How each attempt has ended stands in runs/INDEX.ATTEMPT.code, what it has written in .log: Slurm itself forgets an index within minutes.
#SBATCH --job-name=${name}
#SBATCH --requeue --signal=B:TERM@30 --open-mode=append --output=slurm-%A_%a.log
#SBATCH ${reservation(container).join(" ")}
set -u
runtime=${runtime}
image=${shellWord(container.image)}
retries=${retries}
${optionsText(runtime, container)}

${unitOfTask}
state() { "$runtime" container inspect --format '{{.State.Status}} {{.State.ExitCode}}' "$name-$attempt" 2>/dev/null; }
# While the container engine is away, nobody knows what runs on it.
for _ in {1..60}; do
  "$runtime" version >/dev/null 2>&1 && break
  sleep 1
done

# Slurm may start an index again that has run: it has lost the node, or what it knew itself. What has ended for good is not done again,
# what still runs here is waited for, and what is neither is lost.
failures=0
while [ -e "runs/$index.$attempt.begun" ]; do
  if ended; then
    [ "$again" = again ] || exit "$code"
    failures=$((failures + 1))
  elif [ -n "$(state)" ]; then
    break
  fi
  attempt=$((attempt + 1))
done
run=runs/$index.$attempt
if ! [ -e "$run.begun" ]; then
  # Somebody has asked for the end.
  [ -e drain ] && exit 0
  echo "\${SLURMD_NODENAME:-}" >"$run.begun" || exit 1
fi
exec >>"$run.log" 2>&1

stopping=
stop() {
  stopping=yes
  "$runtime" stop --time 10 "$name-$attempt" >/dev/null 2>&1
}
trap stop TERM

start() {
  case $(state) in
    '') "$runtime" run --detach --name "$name-$attempt" --env PIPENB_ATTEMPT="$attempt" "\${options[@]}" "$image" ${commandText(container.command)} ;;
    created* | configured* | initialized*) "$runtime" start "$name-$attempt" ;;
  esac
}
code=
away=
start >/dev/null
started=$?
case $(state) in
  '' | created* | configured* | initialized*)
    # The engine's own fault: there is no image, or no room. Another node may do.
    [ $started = 0 ] || code=$started
    away=yes
    ;;
esac
[ -z "$stopping" ] || stop

if [ -z "$code" ]; then "$runtime" logs --follow "$name-$attempt" & fi
misses=0
until [ -n "$code" ]; do
  # In the background, as a trap waits for what stands in the foreground.
  "$runtime" wait "$name-$attempt" >/dev/null 2>&1 &
  wait $!
  end=$(state)
  case $end in
    exited* | stopped* | dead*) code=\${end#* } ;;
    ?*) sleep 0.5 ;;
    *)
      # Removed: by another script of this index that has waited too, or by somebody. Or the engine is away.
      ended && exit "$code"
      away=yes
      [ -z "$stopping" ] || code=143
      misses=$((misses + 1))
      [ $misses -lt 60 ] || exit 1
      sleep 1
      ;;
  esac
done
trap '' TERM
# What does not end when it is asked to is killed, what has not begun ends with 2: both were stopped all the same.
case $stopping$code in yes137 | yes2) code=143 ;; esac

again=
if [ "$code" = 75 ] || { [ -n "$away" ] && [ -z "$stopping" ] && [ "$code" -ge 125 ]; }; then
  [ $failures -ge $retries ] || again=again
fi
"$runtime" logs "$name-$attempt" >"$run.log.new" 2>&1 && mv "$run.log.new" "$run.log"
# What is not written down is found again in its container.
${writeEnd}
"$runtime" rm "$name-$attempt" >/dev/null 2>&1
${endOfTask}`;
}
