/** The `Engine` over dockerode: Docker, Podman, Colima and whatever else answers Docker's API. */
import { statfs } from "node:fs/promises";
import type Dockerode from "dockerode";
import * as z from "zod";
import { streamPart } from "./container-streams.ts";
import { containerPart } from "./containers.ts";
import type { Engine } from "./engine.ts";
import { explained } from "./explain-failure.ts";
import { imagePart } from "./images.ts";
import { networkPart } from "./networks.ts";
import { nodeArchitecture } from "./node-architecture.ts";
import { volumePart } from "./volumes.ts";

const InfoSchema = z.object({
  DockerRootDir: z.string().default(""),
  SecurityOptions: z.array(z.string()).nullish(),
});

/** Free bytes where the engine keeps its images; unknown where that is another machine's folder. */
async function freeBytes(folder: string): Promise<number | undefined> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    return undefined; // inside a virtual machine, or not ours to look at
  }
}

/** Gives the engine behind a dockerode connection; `local` tells that its folders are this machine's. */
export function createDockerEngine(docker: Dockerode, local: boolean): Engine {
  return {
    info: () =>
      explained("ask the engine about itself", async () => {
        const asked = docker.info().then((answer) => InfoSchema.parse(answer));
        const [version, info] = await Promise.all([docker.version(), asked]);
        const storageFree = local ? await freeBytes(info.DockerRootDir) : undefined;
        return {
          version: version.Version,
          apiVersion: version.ApiVersion,
          os: version.Os,
          architecture: nodeArchitecture(version.Arch),
          rootless: (info.SecurityOptions ?? []).some((option) => option.includes("rootless")),
          ...(storageFree === undefined ? {} : { storageFree }),
        };
      }),
    ...imagePart(docker),
    ...containerPart(docker),
    ...streamPart(docker),
    ...volumePart(docker),
    ...networkPart(docker),
  };
}
