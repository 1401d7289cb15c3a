/**
 * What is remembered of kernels so that a window that is reloaded, or an extension host that has crashed, finds its notebook's
 * kernel and running cells again.
 */
import type { KernelFiles, StoredKernel } from "./kernel-files.ts";

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

export interface KeptKernel extends StoredKernel {
  readonly cells: readonly KeptCell[];
}

/** The editor's storage, as far as it is used. */
export interface Memento {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

/** The cells of a kernel, as they are stored. */
interface StoredCells {
  readonly kernel: string;
  readonly cells: readonly KeptCell[];
}

const keyOf = (notebook: string): string => `cells:${notebook}`;

export class KeptKernels {
  readonly #memento: Memento;
  readonly #files: Pick<KernelFiles, "read" | "write" | "remove" | "notebooks">;
  /** Ids of the kernels that this window knows, by notebook. */
  readonly #known = new Map<string, string>();
  /** Ends when the files are as they were last asked to be. */
  #written: Promise<unknown> = Promise.resolve();

  constructor(memento: Memento, files: Pick<KernelFiles, "read" | "write" | "remove" | "notebooks">) {
    this.#memento = memento;
    this.#files = files;
  }

  /** The kernel of a notebook; undefined when there was none. */
  async find(notebook: string): Promise<KeptKernel | undefined> {
    const kernel = await this.#files.read(notebook);
    if (kernel === undefined) return undefined;
    this.#known.set(notebook, kernel.id);
    return { ...kernel, cells: this.#cells(notebook) };
  }

  /** The notebooks that have a kernel, by what is remembered. */
  notebooks(): Promise<readonly string[]> {
    return this.#files.notebooks();
  }

  /** A notebook has another name now. Its cells are in the editor's storage, which moves as a whole. */
  async move(from: string, to: string): Promise<void> {
    const known = this.#known.get(from);
    this.#known.delete(from);
    if (known !== undefined) this.#known.set(to, known);
    await this.#next(async () => {
      const kernel = await this.#files.read(from);
      if (kernel === undefined) return;
      await this.#files.write(to, kernel);
      await this.#files.remove(from);
    });
  }

  /** A kernel that is known already keeps its cells. */
  async keep(notebook: string, { id, host, url, token, image, base }: StoredKernel): Promise<void> {
    this.#known.set(notebook, id);
    await this.#next(() => this.#files.write(notebook, { id, host, url, token, image, base }));
  }

  /** Another window's kernel, which this one never knew, stays. */
  async forget(notebook: string): Promise<void> {
    const known = this.#known.get(notebook);
    if (known === undefined) return;
    this.#known.delete(notebook);
    const forgotten = this.#memento.update(keyOf(notebook), undefined);
    await this.#next(async () => {
      if ((await this.#files.read(notebook))?.id === known) await this.#files.remove(notebook);
    });
    await forgotten;
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
    if (!this.#cells(notebook).some((cell) => cell.id === id)) return;
    await this.#change(notebook, (cells) => cells.filter((cell) => cell.id !== id));
  }

  async #change(
    notebook: string,
    change: (cells: readonly KeptCell[]) => readonly KeptCell[],
  ): Promise<void> {
    const kernel = this.#known.get(notebook);
    if (kernel === undefined) return;
    const stored: StoredCells = { kernel, cells: change(this.#cells(notebook)) };
    // The memento itself changes at once; only its way to the disk takes time.
    await this.#memento.update(keyOf(notebook), stored);
  }

  /** Of the kernel that is known; those of an earlier one are not meant. */
  #cells(notebook: string): readonly KeptCell[] {
    // SAFETY: written by this class alone.
    const stored = this.#memento.get(keyOf(notebook)) as StoredCells | undefined;
    return stored !== undefined && stored.kernel === this.#known.get(notebook) ? stored.cells : [];
  }

  /** Files change one after the other. */
  #next(work: () => Promise<void>): Promise<void> {
    const done = this.#written.then(work);
    this.#written = done.catch(() => undefined);
    return done;
  }
}
