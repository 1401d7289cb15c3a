/** A container's settings as options of `docker run` and `podman run`, which are the same. Pure. */
import type { ContainerSpec, Mount } from "../../containers/engine/engine.ts";
import { limitOptions } from "../../containers/figures/limits.ts";

/** All but name, image and command: those that are the same for every run. */
export function containerOptions(spec: ContainerSpec): readonly string[] {
  const { memory, cpus } = spec;
  const limits = {
    ...(memory === undefined ? {} : { memory }),
    ...(cpus === undefined ? {} : { cpus }),
  };
  return [
    ...(spec.init ? ["--init"] : []),
    ...(spec.restricted ? ["--cap-drop", "ALL", "--security-opt", "no-new-privileges"] : []),
    ...(spec.user === undefined ? [] : ["--user", spec.user]),
    ...limitOptions(limits),
    ...spec.mounts.flatMap((mount) => ["--mount", mountText(mount)]),
    ...Object.entries(spec.environment).flatMap(([name, value]) => ["--env", `${name}=${value}`]),
    ...Object.entries(spec.labels).flatMap(([name, value]) => ["--label", `${name}=${value}`]),
  ];
}

/** Fields as in a CSV file: a path may have a comma. */
export function mountText({ kind, source, target, readOnly }: Mount): string {
  const fields = [`type=${kind}`, `source=${source}`, `target=${target}`, ...(readOnly ? ["readonly"] : [])];
  return fields.map((field) => (/[",]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)).join(",");
}
