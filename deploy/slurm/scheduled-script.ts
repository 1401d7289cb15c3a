/** What Slurm runs by the clock: a script that a person can keep, and start by hand. Pure. */
import type { ContainerSpec } from "../../containers/engine/engine.ts";
import { optionsText, reservation, type Runtime } from "../../backfill/slurm/script-parts.ts";
import { shellWord } from "../../notebook/shell-word.ts";

export interface ScheduledScript {
  readonly name: string;
  readonly runtime: Runtime;
  /** What every run is given; its command is what stands behind the image but for the unit. */
  readonly container: ContainerSpec;
  readonly retries: number;
  /** Where runs leave their logs and exit codes; all nodes see it. */
  readonly folder: string;
}

/** Files of runs that are kept: the begin, the log and the exit code of about forty. */
const keptFiles = 120;

export function scheduledScript({ name, runtime, container, retries, folder }: ScheduledScript): string {
  const args = container.command.map((word) => ` ${shellWord(word)}`).join("");
  return `#!/bin/bash
# Runs ${name} for the unit that is due, by scrontab. By hand, for now or for a moment:
#   sbatch run.sh [2022-02-06T06:30:00Z]
# A run leaves MOMENT.log and MOMENT.code, its exit code, in ${folder}/runs.
# Written by pipenb.
#SBATCH --job-name=${name}
#SBATCH ${jobOptions(container, folder).join(" ")}
set -u
runtime=${runtime}
image=${shellWord(container.image)}
retries=${retries}
${optionsText(runtime, container)}
cd ${shellWord(folder)} || exit 1
mkdir -p runs

# The unit goes by the moment the run was due, as Slurm may start it late; Slurm tells it by the clock of this machine.
due=\${1:-}
if [ -z "$due" ]; then
  due=$(scontrol show job "$SLURM_JOB_ID" | sed -n 's/.*EligibleTime=\\([^ ]*\\).*/\\1/p' | head -n 1)
fi
due=$(date --utc --date="$due" +%Y-%m-%dT%H:%M:00Z) || exit 64
stamp=\${due//[-:]/}
container=pipenb-${name}-$stamp
run=runs/$stamp
# Slurm starts a job again whose node it has lost: what has ended is not done again, what still runs here is waited for.
if [ "\${SLURM_RESTART_COUNT:-0}" -gt 0 ] && { read -r code <"$run.code"; } 2>/dev/null; then exit "$code"; fi
rm -f "$run.code"
echo "\${SLURMD_NODENAME:-}" >"$run.begun" || exit 1
exec >>"$run.log" 2>&1

stopping=
stop() {
  stopping=yes
  "$runtime" stop --time 10 "$container" >/dev/null 2>&1
}
trap stop TERM
state() { "$runtime" container inspect --format '{{.State.Status}} {{.State.ExitCode}}' "$container" 2>/dev/null; }

attempt=1
while :; do
  code=
  case $(state) in
    '')
      "$runtime" run --detach --name "$container" --env PIPENB_ATTEMPT="$attempt" "\${options[@]}" "$image" --due "$due"${args} >/dev/null ||
        code=$?
      ;;
    created* | configured* | initialized*) "$runtime" start "$container" >/dev/null || code=$? ;;
  esac
  [ -z "$stopping" ] || stop
  if [ -z "$code" ]; then "$runtime" logs --follow "$container" & fi
  until [ -n "$code" ]; do
    # In the background, as a trap waits for what stands in the foreground.
    "$runtime" wait "$container" >/dev/null 2>&1 &
    wait $!
    case $(state) in
      exited* | stopped* | dead*) code=$(state) code=\${code#* } ;;
      ?*) sleep 0.5 ;;
      *) code=1 ;; # somebody has removed it
    esac
  done
  "$runtime" rm "$container" >/dev/null 2>&1
  [ "$code" = 75 ] && [ -z "$stopping" ] && [ $attempt -le $retries ] || break
  sleep $((5 * 2 ** attempt)) &
  wait $!
  if [ -n "$stopping" ]; then
    code=143
    break
  fi
  attempt=$((attempt + 1))
done
trap '' TERM
wait
{ echo "$code" >"$run.code.new" && mv "$run.code.new" "$run.code"; } || exit 1
ls -t runs | tail -n +${keptFiles + 1} | sed 's|^|runs/|' | xargs -r -d '\\n' rm -f
exit "$code"
`;
}

/** As sbatch and scrontab take them. */
export function jobOptions(container: ContainerSpec, folder: string): readonly string[] {
  // Slurm takes a "%" in the folder's name, which that of an image has, for something of its own.
  const log = shellWord(`${folder.replaceAll("%", "%%")}/slurm.log`);
  return ["--signal=B:TERM@30", "--open-mode=append", `--output=${log}`, ...reservation(container)];
}
