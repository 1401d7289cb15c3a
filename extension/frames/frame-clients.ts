/** One client of dataframes for each connection to a kernel. */
import type { KernelClient } from "../../protocol/client.ts";
import { FramesClient } from "../../protocol/frames/frames-client.ts";

export class FrameClients {
  readonly #clients = new WeakMap<KernelClient, FramesClient>();

  of(kernel: KernelClient): FramesClient {
    const known = this.#clients.get(kernel);
    if (known !== undefined) return known;
    const made = new FramesClient(kernel);
    this.#clients.set(kernel, made);
    return made;
  }
}
