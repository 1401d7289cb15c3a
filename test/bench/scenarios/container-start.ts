import { join } from "node:path";
import { createContainerHost } from "../../../containers/hosts/container-host.ts";
import type { KernelHost } from "../../../containers/hosts/kernel-host.ts";
import { parseNotebook } from "../../../notebook/format/parse.ts";
import { connectKernel } from "../../../protocol/client.ts";
import { root } from "../../support/command-line.ts";
import { ranOf } from "../../support/kernel-process.ts";
import { findEngine } from "../container-engine.ts";
import { dockerRun } from "../docker-run.ts";
import { sampleOf, timed } from "../measure.ts";
import { bareNotebook, withNotebook } from "../notebooks.ts";
import type { Figure, Scenario } from "../scenario.ts";

const warmups = 2;
const runs = 12;
const { frontMatter } = parseNotebook(bareNotebook).notebook;

interface Started {
  readonly milliseconds: number;
  readonly image: string;
}

/** From the call to the result of the first cell; the stop is not counted. */
async function startOnce(host: KernelHost, folder: string): Promise<Started> {
  const began = performance.now();
  const kernel = await host.start({ notebookPath: join(folder, "bench.pipenb"), frontMatter });
  const client = await connectKernel(kernel);
  await ranOf(client, "1 + 1");
  const milliseconds = performance.now() - began;
  client.close();
  await kernel.stop();
  return { milliseconds, image: kernel.image ?? "" };
}

/** Kernel and plain node take turns, so that whatever else the machine does meets both. */
async function compare(host: KernelHost, folder: string): Promise<readonly Figure[]> {
  const kernels: number[] = [];
  const plains: number[] = [];
  for (let index = 0; index < warmups + runs; index += 1) {
    const { milliseconds, image } = await startOnce(host, folder);
    const plain = await timed(() => dockerRun(["--entrypoint", "node", image, "-e", "1"]));
    if (index < warmups) continue;
    kernels.push(milliseconds);
    plains.push(plain);
  }
  const [kernel, plain] = [sampleOf(kernels), sampleOf(plains)];
  const ratio = { median: kernel.median / plain.median, p95: undefined, runs };
  return [
    { what: "kernel start to first result, in a container", unit: "ms", sample: kernel },
    { what: "`docker run` of plain node in the same image", unit: "ms", sample: plain },
    { what: "the first over the second", unit: "x", sample: ratio, target: 1.3 },
  ];
}

/** A kernel in a container whose image is there, against a container that does nothing. */
export const containerStart: Scenario = {
  name: "container-start",
  run: async () => {
    const found = await findEngine();
    if ("skipped" in found) return found;
    const host = createContainerHost(found.engine, {
      kernelFolder: join(root, "dist/kernel"),
      env: { ...process.env, ...found.env },
    });
    return withNotebook(bareNotebook, (folder) => compare(host, folder));
  },
};
