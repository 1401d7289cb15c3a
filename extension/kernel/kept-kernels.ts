/**
 * What is remembered of kernels so that a window that is reloaded, or an extension host that has crashed, finds its notebook's
 * kernel and running cells again. The token is kept apart, in the editor's secret storage.
 */

/** A cell that was running when we last knew. */
export interface KeptCell {
  readonly index: number;
  /** The text that was sent; a cell that has another is not the one. */
  readonly text: string;
  /** Id of the request. */
  readonly id: string;
  /** Number of the last message before it. */
  readonly since: number;
  /** Milliseconds since the epoch; undefined while it waits. */
  readonly startTime?: number;
}

export interface KeptKernel {
  readonly id: string;
  readonly host: "container" | "local";
  readonly url: string;
  readonly image: string | undefined;
  readonly cells: readonly KeptCell[];
}

/** The editor's storage, as far as it is used. */
export interface Memento {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

export interface Secrets {
  get(key: string): PromiseLike<string | undefined>;
  store(key: string, value: string): PromiseLike<void>;
  delete(key: string): PromiseLike<void>;
}

const keyOf = (notebook: string): string => `kernel:${notebook}`;

export class KeptKernels {
  readonly #memento: Memento;
  readonly #secrets: Secrets;
  /** Storage is slower than cells: each write waits for the one before it. */
  #written: Promise<void> = Promise.resolve();

  constructor(memento: Memento, secrets: Secrets) {
    this.#memento = memento;
    this.#secrets = secrets;
  }

  /** The kernel of a notebook and its token; undefined when there was none. */
  async find(notebook: string): Promise<{ readonly kept: KeptKernel; readonly token: string } | undefined> {
    const kept = this.#read(notebook);
    if (kept === undefined) return undefined;
    const token = await this.#secrets.get(keyOf(kept.id));
    return token === undefined ? undefined : { kept, token };
  }

  /** A kernel that is known already keeps its cells. */
  async keep(notebook: string, kernel: Omit<KeptKernel, "cells">, token: string): Promise<void> {
    const { id, host, url, image } = kernel;
    const known = this.#read(notebook);
    const cells = known?.id === id ? known.cells : [];
    await Promise.all([
      this.#secrets.store(keyOf(id), token),
      this.#write(notebook, { id, host, url, image, cells }),
    ]);
  }

  async forget(notebook: string): Promise<void> {
    const kept = this.#read(notebook);
    if (kept === undefined) return;
    await Promise.all([this.#secrets.delete(keyOf(kept.id)), this.#write(notebook, undefined)]);
  }

  /** Adds a cell, or replaces what was known of it. Cells stay in the order in which they were sent: so they run. */
  async cell(notebook: string, cell: KeptCell): Promise<void> {
    await this.#change(notebook, (cells) =>
      cells.some(({ id }) => id === cell.id)
        ? cells.map((known) => (known.id === cell.id ? cell : known))
        : [...cells, cell],
    );
  }

  /** Nothing is written of a cell that was not kept. */
  async cellEnded(notebook: string, id: string): Promise<void> {
    if (this.#read(notebook)?.cells.some((cell) => cell.id === id) !== true) return;
    await this.#change(notebook, (cells) => cells.filter((cell) => cell.id !== id));
  }

  async #change(
    notebook: string,
    change: (cells: readonly KeptCell[]) => readonly KeptCell[],
  ): Promise<void> {
    const kept = this.#read(notebook);
    if (kept !== undefined) await this.#write(notebook, { ...kept, cells: change(kept.cells) });
  }

  #read(notebook: string): KeptKernel | undefined {
    // SAFETY: written by this class alone.
    return this.#memento.get(keyOf(notebook)) as KeptKernel | undefined;
  }

  #write(notebook: string, kept: KeptKernel | undefined): Promise<void> {
    // The memento itself changes at once; only its way to the disk takes time.
    const written = this.#memento.update(keyOf(notebook), kept);
    this.#written = this.#written.then(() => written);
    return this.#written;
  }
}
