/** What the scripts of jobs have in common. Pure. */
import type { ContainerSpec } from "../../containers/engine/engine.ts";
import { dockerSize } from "../../containers/figures/limits.ts";
import { shellWord } from "../../notebook/shell-word.ts";
import { containerOptions } from "./container-options.ts";

/** What starts containers on the nodes. */
export const runtimes = ["docker", "podman"] as const;
export type Runtime = (typeof runtimes)[number];
/** What a script can be written for. */
export const writtenRuntimes = [...runtimes, "apptainer"] as const;
export type WrittenRuntime = (typeof writtenRuntimes)[number];

/** Stands for the unit in a command until the script puts it there. No unit is called so. */
export const unitMark = "\u0001unit\u0001";

export const commandText = (command: readonly string[]): string =>
  command
    .map((word) =>
      word
        .split(unitMark)
        .map((part, _, parts) => (part === "" && parts.length > 1 ? "" : shellWord(part)))
        .join('"$unit"'),
    )
    .join(" ");

/** Sets what the line of the task's index says: the container's name, the number of the first attempt, and the unit. */
export const unitOfTask = `index=$((\${1:-0} + SLURM_ARRAY_TASK_ID))
IFS=$'\\t' read -r name attempt unit < <(sed -n "$((index + 1))p" units)
ended() { { read -r code again <"runs/$index.$attempt.code"; } 2>/dev/null; }
mkdir -p runs`;

/** Whole or not at all. */
export const writeEnd = `{ echo "$code $again" >"$run.code.new" && mv "$run.code.new" "$run.code"; } || exit 1`;

export const endOfTask = `if [ -n "$again" ] && ! [ -e drain ]; then
  # This one index: the job's own id may be that of the whole array. Slurm ends this script.
  if scontrol requeue "\${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID"; then sleep 60; else echo "$code" >"$run.code"; fi
fi
exit "$code"
`;

/** The lines that set `options`, what `docker run` is given for every run. */
export function optionsText(runtime: Runtime, container: ContainerSpec): string {
  const keepsUser = runtime === "podman" && container.user !== undefined && !container.user.startsWith("0:");
  // Podman's is a program of its own, which nodes may lack; what an image starts first passes signals on too.
  const init = container.init && runtime === "docker";
  return `options=(
${optionLines(containerOptions({ ...container, init }))}
)
${granted(container)}${keepsUser ? '\n[ "$(id -u)" = 0 ] || options+=(--userns=keep-id)' : ""}`;
}

/** What Slurm is to reserve: what the container may take at most. */
export function reservation({ memory, cpus }: ContainerSpec): readonly string[] {
  const megabytes = memory === undefined ? undefined : Math.ceil(memory / 1024 ** 2);
  return [
    "--ntasks=1",
    `--cpus-per-task=${Math.max(1, Math.ceil(cpus ?? 1))}`,
    ...(megabytes === undefined ? [] : [`--mem=${megabytes}M`]),
  ];
}

/** The container is none of Slurm's children, whose limits hold for it only where it is told. */
function granted({ memory, cpus }: ContainerSpec): string {
  return [
    ...(memory === undefined
      ? [
          `memory=\${SLURM_MEM_PER_NODE:-$((\${SLURM_MEM_PER_CPU:-0} * \${SLURM_CPUS_PER_TASK:-1}))}`,
          `[ "$memory" = 0 ] || options+=(--memory "\${memory}m")`,
        ]
      : [`options+=(--memory-swap ${dockerSize(memory)})`]),
    ...(cpus === undefined ? [`options+=(--cpus "\${SLURM_CPUS_PER_TASK:-1}")`] : []),
  ].join("\n");
}

/** One word in each line, an option with its value. */
function optionLines(options: readonly string[]): string {
  const lines: string[] = [];
  for (const word of options) {
    const last = lines.at(-1);
    if (word.startsWith("--") || last === undefined) lines.push(`  ${shellWord(word)}`);
    else lines[lines.length - 1] = `${last} ${shellWord(word)}`;
  }
  return lines.join("\n");
}
