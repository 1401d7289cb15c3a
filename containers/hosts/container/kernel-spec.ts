/** How a kernel's container is made: what it sees, and how little it may do. */
import { launchVariables } from "../../../protocol/launch.ts";
import type { LaunchSettings } from "../../../protocol/launch.ts";
import { supervisorFlags } from "../new-kernel.ts";
import { basename, dirname } from "node:path";
import { usesApk } from "../../images/base-kind.ts";
import type { ContainerSpec, Mount } from "../../engine/engine.ts";
import { limitsOf } from "../../figures/limits.ts";
import type { BuildSettings } from "../../images/base-image.ts";
import type { StartOptions } from "../kernel-host.ts";
import { workFolder } from "./front-matter-mounts.ts";
import { containerNameOf } from "./kernel-labels.ts";
import type { Labels } from "./kernel-labels.ts";
import { kernelPort } from "./kernel-port.ts";

const kernelVolume = "/opt/pipenb";
const caFile = "/run/pipenb/ca.pem";
const pidsLimit = 4096;

export interface KernelPlan {
  readonly id: string;
  readonly token: string;
  readonly start: StartOptions;
  readonly image: string;
  /** Name of the kernel volume. */
  readonly volume: string;
  readonly user: string | undefined;
  /** Mounts and secrets of the front matter. */
  readonly mounts: readonly Mount[];
  readonly labels: Labels;
  readonly network: string | undefined;
  readonly settings: BuildSettings;
  /** Bytes it may take where the front matter says nothing. */
  readonly memory: number;
}

/** The Node that runs the kernel: the volume's, but an image with musl needs its own. */
export function kernelNode({ frontMatter }: StartOptions): string {
  return usesApk(frontMatter.image.base) ? "node" : `${kernelVolume}/bin/node`;
}

/** The container's specification. */
export function kernelSpec(plan: KernelPlan): ContainerSpec {
  const { id, start, image, volume, user, mounts, labels, network, memory, settings } = plan;
  const limits = limitsOf(start.frontMatter);
  return {
    image,
    name: containerNameOf(id),
    entrypoint: [],
    command: [kernelNode(start), ...supervisorFlags, `${kernelVolume}/kernel/supervisor.mjs`],
    environment: environmentOf(plan),
    labels,
    mounts: [
      { kind: "volume", source: volume, target: kernelVolume, readOnly: true },
      { kind: "bind", source: dirname(start.notebookPath), target: workFolder, readOnly: false },
      ...(settings.caBundle === undefined
        ? []
        : [{ kind: "bind" as const, source: settings.caBundle, target: caFile, readOnly: true }]),
      ...mounts,
    ],
    workingDirectory: workFolder,
    publish: [kernelPort],
    memory: limits.memory ?? memory,
    ...(limits.cpus === undefined ? {} : { cpus: limits.cpus }),
    pids: pidsLimit,
    restricted: true,
    init: true,
    // The end is read before the container is removed.
    autoRemove: false,
    ...(user === undefined ? {} : { user }),
    ...(network === undefined ? {} : { network }),
  };
}

function environmentOf({ id, token, start, settings }: KernelPlan): Readonly<Record<string, string>> {
  const kernel: LaunchSettings = {
    id,
    token,
    host: "0.0.0.0",
    port: kernelPort,
    cwd: workFolder,
    notebook: basename(start.notebookPath),
    modules: dirname(workFolder),
    ...(start.leaseSeconds === undefined ? {} : { leaseSeconds: start.leaseSeconds }),
  };
  return {
    // The user may be one the image has never heard of.
    HOME: "/tmp",
    // As in the exported image.
    NODE_ENV: "production",
    ...proxyVariables(settings.proxy, Object.keys(start.frontMatter.services)),
    ...(settings.caBundle === undefined ? {} : { NODE_EXTRA_CA_CERTS: caFile }),
    ...start.frontMatter.environment,
    ...launchVariables(kernel),
  };
}

/** In both spellings, for programs agree on none; services are reached without a proxy. */
function proxyVariables(
  proxy: BuildSettings["proxy"],
  services: readonly string[],
): Readonly<Record<string, string>> {
  if (Object.keys(proxy).length === 0) return {};
  const direct = [proxy["NO_PROXY"], "localhost", "127.0.0.1", ...services].filter(
    (part) => part !== undefined,
  );
  const all = Object.entries({ ...proxy, NO_PROXY: direct.join(",") });
  return Object.fromEntries(
    all.flatMap(([name, value]) => [
      [name, value],
      [name.toLowerCase(), value],
    ]),
  );
}
