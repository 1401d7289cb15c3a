/**
 * The kernel of one open notebook: started once when it is first needed, however many cells ask for it, and gone when it is
 * stopped or has ended. Free of the editor's API.
 */
import { textOf } from "../../app/failures/describe-failure.ts";
import { describeExit } from "../../app/kernel/describe-exit.ts";
import type {
  KernelExit,
  KernelFiles,
  KernelHost,
  RunningKernel,
  StartEvent,
} from "../../containers/hosts/kernel-host.ts";
import type { FrontMatter } from "../../notebook/front-matter.ts";
import { connectKernel } from "../../protocol/client.ts";
import type { KernelClient } from "../../protocol/client.ts";
import type { Message } from "../../protocol/message.ts";

export type KernelState =
  /** `why` there is none any more; undefined where there never was one. */
  | { readonly kind: "none"; readonly why?: string }
  | { readonly kind: "starting" }
  | { readonly kind: "ready"; readonly kernel: LivingKernel }
  /** It ended without being asked to; `why` says what happened. */
  | { readonly kind: "ended"; readonly why: string };

/** What is needed of a kernel that runs, whoever started it. */
export type LivingKernel = Pick<RunningKernel, "id" | "host" | "url" | "token" | "image" | "stop"> & {
  /** The base image that the front matter named when it was started, for a container. */
  readonly base?: string | undefined;
  /** undefined: it ran before this window did, and was found again. */
  readonly startedInMilliseconds: number | undefined;
  /** Settles with what happened when it ends. */
  readonly ended: Promise<string>;
  /** Of one on another machine, which only the process that started it can reach. */
  readonly files?: KernelFiles | undefined;
};

export interface NotebookKernelOptions {
  readonly host: () => Promise<KernelHost>;
  readonly notebookPath: string;
  /** Read when a kernel starts: the front matter may have been edited. */
  readonly frontMatter: () => Promise<FrontMatter>;
  readonly onState: (state: KernelState) => void;
  /** All variables are new from now on: another kernel, or the same one started over. */
  readonly onFresh: () => void;
}

/** How long the host may take to say why a kernel ended whose connection has. */
const lastWordsMilliseconds = 2_000;

interface Started {
  readonly kernel: LivingKernel;
  readonly client: KernelClient;
}

export class NotebookKernel {
  readonly #options: NotebookKernelOptions;
  #started: Promise<Started> | undefined;
  #abort = new AbortController();
  #notice: string | undefined;
  #state: KernelState = { kind: "none" };

  constructor(options: NotebookKernelOptions) {
    this.#options = options;
  }

  /** Whether a notice of a start is another than the last one: once is enough. */
  isNews(notice: string): boolean {
    const before = this.#notice;
    this.#notice = notice;
    return notice !== before;
  }

  get state(): KernelState {
    return this.#state;
  }

  /** The client of the running kernel, which is started when there is none. Rejects when the start fails or is cancelled. */
  async client(onEvent: (event: StartEvent) => void): Promise<KernelClient> {
    this.#started ??= this.#start(onEvent).catch((error: unknown) => {
      this.#started = undefined;
      this.#set({ kind: "none", why: whyNot(error, this.#abort.signal) });
      throw error;
    });
    return (await this.#started).client;
  }

  /** The client if a kernel is ready; none is started. */
  async readyClient(): Promise<KernelClient | undefined> {
    return this.#state.kind === "ready" ? (await this.#started)?.client : undefined;
  }

  /** Takes over a kernel that was started before this window was. */
  adopt(kernel: LivingKernel, client: KernelClient): void {
    this.#started = Promise.resolve({ kernel, client });
    this.#joined(kernel, client);
  }

  /** Gives up a start that is under way. */
  cancelStart(): void {
    this.#abort.abort();
  }

  async interrupt(): Promise<void> {
    if (this.#started !== undefined) await (await this.#started).client.interrupt();
  }

  /** Starts the kernel over: a new runtime in the same container. Settles when the new one takes cells. */
  async restart(): Promise<void> {
    if (this.#started === undefined) return;
    const { client } = await this.#started;
    await client.shutdown(true);
    await client.request("shell", "execute_request", { code: "", silent: true, store_history: false });
  }

  /** Ends the kernel, or its start; the next cell starts another. `why` completes "stopped, as …". */
  async stop(why: string): Promise<void> {
    const started = this.#started;
    this.#abort.abort();
    this.#started = undefined;
    const there = await settled(started);
    if (there === undefined) return;
    const { client, kernel } = there;
    client.close();
    await kernel.stop();
    this.#set({ kind: "none", why: `stopped, as ${why}` });
  }

  /** The files of a kernel on another machine; undefined where it works in the notebook's folder, or there is none. */
  get files(): KernelFiles | undefined {
    return this.#state.kind === "ready" ? this.#state.kernel.files : undefined;
  }

  /** Closes the connection; the kernel goes on, and its lease ends it when nobody comes back. One on another machine is stopped: nobody could. */
  async release(): Promise<void> {
    if (this.files !== undefined) {
      await this.stop("nobody else could reach it on its machine");
      return;
    }
    const started = this.#started;
    this.#started = undefined;
    (await settled(started))?.client.close();
  }

  async #start(onEvent: (event: StartEvent) => void): Promise<Started> {
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    this.#set({ kind: "starting" });
    const { notebookPath } = this.#options;
    // As it stands now; what is typed while the host is looked for is a change of the environment.
    const frontMatter = await this.#options.frontMatter();
    const host = await this.#options.host();
    const kernel = await host.start({
      notebookPath,
      frontMatter,
      onEvent,
      signal,
      outlives: true,
    });
    const client = await this.#connect(kernel, signal);
    this.#options.onFresh();
    const base = host.kind === "container" ? { base: frontMatter.image.base } : {};
    return this.#joined(
      { ...kernel, ...base, ended: kernel.exited.then((exit) => endOf(exit, frontMatter)) },
      client,
    );
  }

  #joined(kernel: LivingKernel, client: KernelClient): Started {
    this.#set({ kind: "ready", kernel });
    client.onMessage((message) => {
      if (startsOver(message)) this.#options.onFresh();
    });
    void client.ended.then((reason) => this.#ended(client, kernel, reason));
    return { kernel, client };
  }

  async #connect(kernel: RunningKernel, signal: AbortSignal): Promise<KernelClient> {
    try {
      return await connectKernel({ url: kernel.url, token: kernel.token, signal });
    } catch (error) {
      await kernel.stop();
      throw error;
    }
  }

  /** The connection is over: by us, or because the kernel ended. */
  async #ended(client: KernelClient, kernel: LivingKernel, reason: string): Promise<void> {
    if (this.#started === undefined || (await this.#started).client !== client) return;
    this.#started = undefined;
    const late = new Promise<string>((resolve) => {
      setTimeout(resolve, lastWordsMilliseconds, reason);
    });
    const why = await Promise.race([kernel.ended, late]);
    // Meanwhile somebody may have had another one started, which is the notebook's now.
    if (this.#isStarted()) return;
    this.#set({ kind: "ended", why });
  }

  #isStarted(): boolean {
    return this.#started !== undefined;
  }

  #set(state: KernelState): void {
    this.#state = state;
    this.#options.onState(state);
  }
}

/** The kernel says so when its runtime has ended, whether it was asked to or not. */
function startsOver({ header, content }: Message): boolean {
  return (
    header.msg_type === "status" &&
    typeof content === "object" &&
    content !== null &&
    "execution_state" in content &&
    content.execution_state === "starting"
  );
}

/** undefined for a start that has failed: who asked for it has been told. */
async function settled(started: Promise<Started> | undefined): Promise<Started | undefined> {
  try {
    return await started;
  } catch {
    return undefined;
  }
}

function whyNot(error: unknown, { aborted }: AbortSignal): string {
  return aborted ? "its start was cancelled" : `it could not be started: ${textOf(error)}`;
}

/** How the kernel came to be there. */
export function arrivalOf({ startedInMilliseconds: time }: LivingKernel): string {
  return time === undefined ? "found again" : `ready after ${Math.round(time)} ms`;
}

function endOf(exit: KernelExit, frontMatter: FrontMatter): string {
  const { words, remedy } = describeExit(exit, frontMatter);
  return remedy === undefined ? words : `${words}. ${remedy}`;
}
