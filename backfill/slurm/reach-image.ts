import { hostname } from "node:os";
import type { ContainerSpec } from "../../containers/engine/engine.ts";
import type { SlurmClient } from "./slurm-client.ts";
import { SlurmError } from "./slurm-error.ts";

/** Throws where the image is this machine's alone, and some of the nodes are others. */
export async function mustReachImage(
  client: SlurmClient,
  { image }: Pick<ContainerSpec, "image">,
): Promise<void> {
  if (!image.startsWith("sha256:")) return;
  const nodes = await client.machines();
  const own = shortName(hostname());
  if (nodes.some((node) => shortName(node) !== own)) throw new SlurmError({ code: "image-elsewhere", nodes });
}

const shortName = (host: string): string => host.split(".")[0] ?? host;
