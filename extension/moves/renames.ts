/** Renames that are under way: who asks for a notebook's kernel by its new name waits until it can be found under it. */
import { deferred } from "../../protocol/deferred.ts";
import { isAtOrBelow, type Move } from "./moved-name.ts";

interface Hold {
  readonly moves: readonly Move[];
  readonly ended: Promise<unknown>;
}

export class Renames {
  readonly #held = new Set<Hold>();
  /** By the new name. */
  readonly #moving = new Map<string, Promise<void>>();
  /** New names by the old ones, of what may still speak of the old one. */
  readonly #names = new Map<string, string>();

  /** Files are being renamed; the returned function tells that they are, or are not. */
  hold(moves: readonly Move[]): () => void {
    const ended = deferred<undefined>();
    const held = { moves, ended: ended.promise };
    this.#held.add(held);
    return () => {
      this.#held.delete(held);
      ended.resolve(undefined);
    };
  }

  /** Settles when the notebook that is or will be called so has the name that it has from now on. */
  async settled(name: string): Promise<void> {
    const concerns = ({ from, to }: Move): boolean => isAtOrBelow(name, from) || isAtOrBelow(name, to);
    const held = [...this.#held].filter(({ moves }) => moves.some(concerns));
    await Promise.all(held.map(({ ended }) => ended));
    await this.#moving.get(name);
  }

  /** The notebook has another name; `moving` settles when its kernel can be found under it. Never rejects. */
  begin(from: string, to: string, moving: Promise<void>): void {
    this.#names.delete(to);
    this.#names.set(from, to);
    const done = moving.then(
      () => undefined,
      () => undefined,
    );
    this.#moving.set(to, done);
    void done.then(() => {
      if (this.#moving.get(to) === done) this.#moving.delete(to);
    });
  }

  /** What a notebook is called now. */
  present(name: string): string {
    return this.#names.get(name) ?? name;
  }

  /** Whether a notebook has this name by a rename. */
  isNewName(name: string): boolean {
    return [...this.#names.values()].includes(name);
  }

  /** A notebook of this name is there, whatever had the name before. */
  reuse(name: string): void {
    this.#names.delete(name);
  }
}
