/** The container in which a pipeline's image runs, once by hand or as one of many units. */
import type { ContainerSpec, Mount } from "../engine/engine.ts";
import type { Limits } from "../figures/limits.ts";

export interface PipelineContainer {
  readonly image: string;
  readonly args: readonly string[];
  readonly mounts: readonly Mount[];
  /** "uid:gid"; the image's own where undefined. */
  readonly user: string | undefined;
  readonly limits: Limits | undefined;
  readonly environment: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
}

/** Without privileges, with a process that passes signals on; whoever makes it takes it away. */
export function pipelineContainer({ args, user, limits, ...given }: PipelineContainer): ContainerSpec {
  return {
    ...given,
    command: args,
    ...limits,
    ...(user === undefined ? {} : { user }),
    restricted: true,
    init: true,
    autoRemove: false,
  };
}
