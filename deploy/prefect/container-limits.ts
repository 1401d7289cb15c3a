/** Folders, limits and rights of a pipeline's container as a worker of Prefect takes them. Pure. */
import { dockerSize } from "../../containers/figures/limits.ts";
import type { DeployedPipeline } from "../target.ts";

/** The same as of every pipeline's container. */
export function containerLimits({
  mounts,
  user,
  limits: { memory, cpus },
}: Pick<DeployedPipeline, "mounts" | "user" | "limits">): Readonly<Record<string, unknown>> {
  return {
    volumes: mounts.map(({ source, target, readOnly }) => `${source}:${target}${readOnly ? ":ro" : ""}`),
    ...(memory === undefined ? {} : { mem_limit: dockerSize(memory) }),
    container_create_kwargs: {
      init: true,
      cap_drop: ["ALL"],
      security_opt: ["no-new-privileges"],
      ...(user === undefined ? {} : { user }),
      ...(cpus === undefined ? {} : { nano_cpus: Math.round(cpus * 1e9) }),
    },
  };
}
