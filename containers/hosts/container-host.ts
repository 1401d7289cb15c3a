/** Kernels in containers, on exactly the image their pipelines will run on. */
import { totalmem } from "node:os";
import { dirname } from "node:path";
import type { BuildEvent, Engine, Mount } from "../engine/engine.ts";
import { wordsOf } from "../error-with-facts.ts";
import { settled } from "../settled.ts";
import { buildSettings, type BuildSettings } from "../images/base-image.ts";
import { ensureKernelVolume } from "../images/kernel-volume.ts";
import { ensureNotebookEnvironment } from "../images/notebook-environment.ts";
import { serviceResults } from "../services/service-results.ts";
import { ensureServiceImages, startServices } from "../services/service-containers.ts";
import { formerDataNotices } from "../services/former-data.ts";
import { dropUnborn } from "../services/kept-service.ts";
import type { StartedService } from "../services/service-plan.ts";
import { waitForServices } from "../services/wait-for-services.ts";
import { frontMatterMounts, workFolder } from "./container/front-matter-mounts.ts";
import { KernelContainer } from "./container/kernel-container.ts";
import { type LabelsFor, labelsOf, networkNameOf } from "./container/kernel-labels.ts";
import { type KernelPort, portOf } from "./container/kernel-port.ts";
import { kernelNode, kernelSpec } from "./container/kernel-spec.ts";
import { kernelUser } from "./container/kernel-user.ts";
import {
  listContainerKernels,
  pruneContainerKernels,
  stopContainerKernel,
} from "./container/other-kernels.ts";
import { reachesPort } from "./container/reach-port.ts";
import { removeKernel } from "./container/remove-kernel.ts";
import { secretMounts } from "./container/secret-mounts.ts";
import type { FrontMatter } from "../../notebook/front-matter.ts";
import { throwIfAborted } from "./host-error.ts";
import type { KernelExit, KernelHost, RunningKernel, StartOptions } from "./kernel-host.ts";
import { channelsUrl, newKernel } from "./new-kernel.ts";

export interface ContainerHostOptions {
  /** Folder of the built kernel, with `supervisor.mjs` in it. */
  readonly kernelFolder: string;
  /** PIPENB_BASE_IMAGE, PIPENB_CA_BUNDLE, PIPENB_SECRETS_DIR and proxies; this process's own when absent. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Bytes a kernel may take; most of this machine's when absent. */
  readonly memory?: number;
}

const endsWithWindow =
  "The kernel is on another machine: files go there before cells run and come back when they have run, and it ends with this window.";
/** Most of the machine, so that a runaway cell ends in its own container and not in a machine that stands still. */
const ownShare = 0.8;
const readyMilliseconds = 60_000;
const serviceMilliseconds = 120_000;

/** The host on an engine. */
export function createContainerHost(engine: Engine, options: ContainerHostOptions): KernelHost {
  return {
    kind: "container",
    start: (start) => new Start(engine, options, start).run(),
    list: () => listContainerKernels(engine),
    stop: (id) => stopContainerKernel(engine, id),
    prune: () => pruneContainerKernels(engine),
  };
}

/** What must be there before a container is made. */
interface Prepared {
  /** Bytes of the engine's machine. */
  readonly machine: number;
  readonly image: string;
  readonly volume: string;
  readonly user: string | undefined;
  readonly mounts: readonly Mount[];
  readonly secrets: readonly Mount[];
}

class Start {
  readonly #engine: Engine;
  readonly #host: ContainerHostOptions;
  readonly #options: StartOptions;
  readonly #settings: BuildSettings;
  readonly #folder: string;
  readonly #id: string;
  readonly #token: string;
  readonly #labels: LabelsFor;
  /** Those that it starts. */
  readonly #services: FrontMatter["services"];

  constructor(engine: Engine, host: ContainerHostOptions, options: StartOptions) {
    this.#engine = engine;
    this.#host = host;
    this.#options = options;
    this.#settings = buildSettings(host.env ?? process.env);
    this.#folder = dirname(options.notebookPath);
    ({ id: this.#id, token: this.#token } = newKernel());
    this.#labels = labelsOf(this.#id, options.notebookPath);
    this.#services = options.network === undefined ? options.frontMatter.services : {};
  }

  async run(): Promise<RunningKernel> {
    const began = performance.now();
    try {
      const prepared = await this.#prepare();
      throwIfAborted(this.#options.signal);
      return await this.#launch(prepared, began);
    } catch (error) {
      throwIfAborted(this.#options.signal);
      throw error;
    }
  }

  /** Everything at once: none of it needs another's outcome, but the image its lock. */
  async #prepare(): Promise<Prepared> {
    const { frontMatter, signal } = this.#options;
    const info = this.#engine.info();
    const user = info.then(({ rootless }) => kernelUser(this.#folder, rootless));
    const volume = info.then(({ architecture }) => {
      const { kernelFolder } = this.#host;
      const { onEvent } = this.#buildEvents("kernel-files", "Bringing Node and the kernel into the engine");
      return ensureKernelVolume(this.#engine, {
        kernelFolder,
        architecture,
        settings: this.#settings,
        onEvent,
        signal,
      });
    });
    const [{ memory = totalmem() }, image, volumeName, owner, secrets, mounts] = await settled([
      info,
      this.#image(),
      volume,
      user,
      secretMounts(frontMatter.secrets, this.#folder, this.#host.env ?? process.env),
      user.then((name) => frontMatterMounts(frontMatter.mounts, this.#folder, name)),
      ensureServiceImages(this.#engine, this.#services, this.#say, signal),
    ] as const);
    return { machine: memory, image, volume: volumeName, user: owner, secrets, mounts };
  }

  async #image(): Promise<string> {
    const { notebookPath, frontMatter, signal } = this.#options;
    const { onEvent } = this.#buildEvents("image", "Building the notebook's image");
    const { name } = await ensureNotebookEnvironment(this.#engine, {
      notebookPath,
      frontMatter,
      env: this.#host.env ?? process.env,
      onOutput: this.#say,
      onEvent,
      signal,
    });
    return name;
  }

  /** Makes network, services and kernel; takes all of it away again when that fails. */
  async #launch(prepared: Prepared, began: number): Promise<RunningKernel> {
    const { onEvent } = this.#options;
    const made: StartedService[] = [];
    this.#options.onId?.(this.#id);
    try {
      const network = await this.#network();
      onEvent?.({ type: "phase", phase: "starting", detail: "Starting the kernel's container" });
      const [started, services] = await settled([
        KernelContainer.start(
          this.#engine,
          this.#spec(prepared, network),
          { notebookTarget: workFolder, node: kernelNode(this.#options) },
          this.#notice,
        ),
        this.#startServices(prepared.secrets, network, made),
      ] as const);
      const listening = await started.ready(readyMilliseconds, this.#options.signal);
      await this.#waitFor(services, started);
      for (const told of await formerDataNotices(this.#engine, services)) this.#notice(told);
      const port = await portOf(this.#engine, listening, kernelNode(this.#options));
      onEvent?.({ type: "phase", phase: "ready", detail: "The kernel is ready" });
      return this.#running(started, services, { image: prepared.image, port, began });
    } catch (error) {
      await removeKernel(this.#engine, this.#id);
      await dropUnborn(this.#engine, made);
      throw error;
    }
  }

  #spec({ machine, image, volume, user, mounts, secrets }: Prepared, network: string | undefined) {
    return kernelSpec({
      id: this.#id,
      token: this.#token,
      start: this.#options,
      image,
      volume,
      user,
      mounts: [...mounts, ...secrets],
      labels: this.#labels("kernel"),
      network,
      settings: this.#settings,
      memory: this.#host.memory ?? Math.floor(machine * ownShare),
    });
  }

  /** Only services need one; without them the engine's own saves a tenth of a second. */
  async #network(): Promise<string | undefined> {
    if (Object.keys(this.#services).length === 0) return this.#options.network;
    const name = networkNameOf(this.#id);
    await this.#engine.createNetwork(name, this.#labels("network"));
    return name;
  }

  #startServices(secrets: readonly Mount[], network: string | undefined, made: StartedService[]) {
    if (network === undefined || Object.keys(this.#services).length === 0) return [];
    this.#options.onEvent?.({
      type: "phase",
      phase: "services",
      detail: `Starting ${Object.keys(this.#services).join(", ")}`,
    });
    const plan = {
      id: this.#id,
      notebookPath: this.#options.notebookPath,
      services: this.#services,
      network,
      labels: this.#labels("service"),
      secrets,
      fresh: this.#options.fresh ?? false,
    };
    return startServices(this.#engine, plan, (each) => made.push(each));
  }

  async #waitFor(services: readonly StartedService[], kernel: KernelContainer): Promise<void> {
    if (services.length === 0) return;
    await waitForServices(this.#engine, {
      services,
      reaches: (host, port) =>
        reachesPort(this.#engine, kernel.id, kernelNode(this.#options), { host, port }),
      timeoutMilliseconds: serviceMilliseconds,
      signal: this.#options.signal,
    });
    throwIfAborted(this.#options.signal);
  }

  #running(
    container: KernelContainer,
    services: readonly StartedService[],
    { image, port, began }: { readonly image: string; readonly port: KernelPort; readonly began: number },
  ): RunningKernel {
    const { files } = container;
    if (files !== undefined && this.#options.outlives === true) this.#notice(endsWithWindow);
    const exited = this.#cleaned(container, port);
    return {
      id: this.#id,
      host: "container",
      url: channelsUrl(port.port, this.#id),
      token: this.#token,
      image,
      startedInMilliseconds: performance.now() - began,
      exited,
      files,
      serviceResults: () => serviceResults(this.#engine, services),
      stop: async () => {
        await container.stop();
        await exited;
      },
    };
  }

  /** However the kernel ends, its services and network go with it, and what kernels of crashed owners left. */
  async #cleaned(container: KernelContainer, port: KernelPort): Promise<KernelExit> {
    const exit = await container.ended;
    port.close();
    try {
      await container.fetchEnded();
      await removeKernel(this.#engine, this.#id);
      await pruneContainerKernels(this.#engine);
      return exit;
    } catch (error) {
      // The engine went away before; the next prune finds the labels.
      return { ...exit, log: `${exit.log}\n${wordsOf(error)}`.trim() };
    }
  }

  readonly #notice = (text: string): void => {
    this.#options.onEvent?.({ type: "notice", text });
  };

  readonly #say = (text: string): void => {
    this.#options.onEvent?.({ type: "output", text });
  };

  /** Says the phase once it turns out that there is something to do. */
  #buildEvents(
    phase: "image" | "kernel-files",
    detail: string,
  ): { readonly onEvent: (event: BuildEvent) => void } {
    let said = false;
    return {
      onEvent: (event) => {
        if (!said) this.#options.onEvent?.({ type: "phase", phase, detail });
        said = true;
        this.#options.onEvent?.(event);
      },
    };
  }
}
