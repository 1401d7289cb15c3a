/** The services of a notebook beside a run of its image, on a network of its own. */
import type { Engine, Mount } from "../../containers/engine/engine.ts";
import { labelsOf, networkNameOf, type LabelsFor } from "../../containers/hosts/container/kernel-labels.ts";
import { reachesPort } from "../../containers/hosts/container/reach-port.ts";
import { removeKernel } from "../../containers/hosts/container/remove-kernel.ts";
import { newKernel } from "../../containers/hosts/new-kernel.ts";
import { serviceResults, type ServiceResult } from "../../containers/services/service-results.ts";
import { ensureServiceImages, startServices } from "../../containers/services/service-containers.ts";
import { dropUnborn } from "../../containers/services/kept-service.ts";
import type { Services, StartedService } from "../../containers/services/service-plan.ts";
import { containerSecrets } from "../../pipeline/result/secret-folders.ts";
import { waitForServices } from "../../containers/services/wait-for-services.ts";

export interface ImageWithServices {
  /** The pipeline's, from which ports are asked. */
  readonly image: string;
  readonly notebookPath: string;
  readonly services: Services;
  /** Of the run; services get the secrets of them that they name. */
  readonly mounts: readonly Mount[];
  /** Without what they kept, and nothing is kept of it. */
  readonly fresh?: boolean;
  /** Nothing but the services is to be reached. */
  readonly offline?: boolean;
  /** Told what is being done for them. */
  readonly onOutput?: (text: string) => void;
  readonly signal: AbortSignal | undefined;
}

/** What the run is to know of them. */
export interface Beside {
  /** To run the image on; the engine's default where undefined. */
  readonly network: string | undefined;
  /** What their `verify` commands print now. */
  readonly results: () => Promise<readonly ServiceResult[]>;
}

/** As long as a kernel waits for them. */
const readyMilliseconds = 120_000;

/** Starts them, waits until they can be used, does the work, and takes them away. Rejects with a `HostError` or `EngineError`. */
export async function withServices<Result>(
  engine: Engine,
  wanted: ImageWithServices,
  work: (beside: Beside) => Promise<Result>,
): Promise<Result> {
  const { services, fresh = false, offline = false, signal, onOutput = () => undefined } = wanted;
  if (Object.keys(services).length === 0)
    return work({ network: offline ? "none" : undefined, results: () => Promise.resolve([]) });
  const { id } = newKernel();
  const labels = labelsOf(id, wanted.notebookPath);
  const network = networkNameOf(id);
  const made: StartedService[] = [];
  let isUsed = false;
  await ensureServiceImages(engine, services, onOutput, signal);
  try {
    await engine.createNetwork(network, labels("network"), { internal: offline });
    onOutput(`Starting ${Object.keys(services).join(", ")}`);
    const secrets = wanted.mounts.filter(({ target }) => target.startsWith(`${containerSecrets}/`));
    const { notebookPath } = wanted;
    const plan = { id, notebookPath, services, network, labels: labels("service"), secrets, fresh };
    const started = await startServices(engine, plan, (each) => made.push(each));
    await waitForServices(engine, {
      services: started,
      reaches: askedFrom(engine, wanted.image, network, labels),
      timeoutMilliseconds: readyMilliseconds,
      signal,
    });
    signal?.throwIfAborted();
    isUsed = true;
    return await work({ network, results: () => serviceResults(engine, started) });
  } finally {
    await removeKernel(engine, id);
    if (!isUsed) await dropUnborn(engine, made);
  }
}

/** Asks for ports from a container of the image, which is made when the first one is asked for. */
function askedFrom(
  engine: Engine,
  image: string,
  network: string,
  labels: LabelsFor,
): (host: string, port: number) => Promise<boolean> {
  let asking: Promise<string> | undefined;
  const start = async (): Promise<string> => {
    const id = await engine.create({
      image,
      entrypoint: ["node", "-e", "setInterval(() => 0, 1e9)"],
      command: [],
      environment: {},
      labels: labels("service"),
      mounts: [],
      network,
      restricted: true,
      init: true,
      autoRemove: false,
    });
    await engine.start(id);
    return id;
  };
  return async (host, port) => reachesPort(engine, await (asking ??= start()), "node", { host, port });
}
