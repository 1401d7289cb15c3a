/** The lines for a terminal that does what was done here. */
import type { Mount } from "../../containers/engine/engine.ts";
import { limitOptions } from "../../containers/figures/limits.ts";
import type { Limits } from "../../containers/figures/limits.ts";
import { shellWord } from "../../notebook/shell-word.ts";

export interface DockerRun {
  readonly image: string;
  readonly args: readonly string[];
  readonly mounts: readonly Mount[];
  readonly user: string | undefined;
  readonly limits: Limits;
  readonly network?: string | undefined;
  /** Names of variables that the container gets as they are here. */
  readonly passedOn?: readonly string[];
}

/** `docker run --rm … IMAGE ARGUMENT…`, quoted for a POSIX shell. */
export function dockerRunLine({
  image,
  args,
  mounts,
  user,
  limits,
  network,
  passedOn = [],
}: DockerRun): string {
  const words = [
    "docker",
    "run",
    "--rm",
    "--init",
    ...(user === undefined ? [] : ["--user", user]),
    ...limitOptions(limits),
    ...(network === undefined ? [] : ["--network", network]),
    ...passedOn.flatMap((name) => ["--env", name]),
    ...mounts.flatMap(({ source, target, readOnly }) => [
      "--volume",
      `${source}:${target}${readOnly ? ":ro" : ""}`,
    ]),
    image,
    ...args,
  ];
  return words.map(shellWord).join(" ");
}

/** `docker compose run --rm test ARGUMENT…`, for the exported folder of a pipeline with services, where one container is not enough. */
export function composeRunLine(args: readonly string[]): string {
  return ["docker", "compose", "run", "--rm", "test", ...args].map(shellWord).join(" ");
}
