/** What kernels in containers take, measured every few seconds for as long as somebody shows it. */
import * as vscode from "vscode";
import type { ContainerLoad } from "../../containers/engine/container-load.ts";

const everyMilliseconds = 5_000;

export class KernelLoads implements vscode.Disposable {
  readonly #log: vscode.LogOutputChannel;
  readonly #wanted = new Map<string, readonly string[]>();
  readonly #loads = new Map<string, ContainerLoad>();
  readonly #changed = new vscode.EventEmitter<undefined>();
  /** Fires after each measurement. */
  readonly onDidChange = this.#changed.event;
  #timer: NodeJS.Timeout | undefined;
  #measuring = false;

  constructor(log: vscode.LogOutputChannel) {
    this.#log = log;
  }

  /** Which kernels `who` shows now; [] when it is out of sight. */
  want(who: string, kernels: readonly string[]): void {
    this.#wanted.set(who, kernels);
    const ids = this.#ids();
    for (const id of this.#loads.keys()) if (!ids.has(id)) this.#loads.delete(id);
    if (ids.size === 0) this.#rest();
    else if (this.#timer === undefined) {
      this.#timer = setInterval(() => void this.#measure(), everyMilliseconds);
      void this.#measure();
    }
  }

  /** The last measurement of a kernel. */
  of(kernel: string): ContainerLoad | undefined {
    return this.#loads.get(kernel);
  }

  dispose(): void {
    this.#rest();
    this.#changed.dispose();
  }

  #ids(): ReadonlySet<string> {
    return new Set([...this.#wanted.values()].flat());
  }

  #rest(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** Never rejects: a load that cannot be measured is not shown. */
  async #measure(): Promise<void> {
    if (this.#measuring) return;
    this.#measuring = true;
    try {
      const { kernelLoad } = await import("../../containers/hosts/kernel-load.ts");
      const measureOne = async (id: string): Promise<void> => {
        this.#note(id, await kernelLoad(id));
      };
      await Promise.all([...this.#ids()].map(measureOne));
    } catch (error) {
      this.#log.debug(`What kernels take cannot be measured: ${String(error)}`);
    } finally {
      this.#measuring = false;
    }
    this.#changed.fire(undefined);
  }

  #note(id: string, load: ContainerLoad | undefined): void {
    if (load !== undefined && this.#ids().has(id)) this.#loads.set(id, load);
    else this.#loads.delete(id);
  }
}
