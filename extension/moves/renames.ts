/** Renames that are under way: who asks for a notebook's kernel by its new name waits until it can be found under it. */
import { deferred } from "../../protocol/deferred.ts";

export class Renames {
  readonly #held = new Set<Promise<void>>();
  /** By the new name. */
  readonly #moving = new Map<string, Promise<void>>();
  /** New names by the old ones, of what may still speak of the old one. */
  readonly #names = new Map<string, string>();

  /** Files are being renamed; the returned function tells that they are, or are not. */
  hold(): () => void {
    const held = deferred<undefined>();
    const done = held.promise.then(() => void this.#held.delete(done));
    this.#held.add(done);
    return () => {
      held.resolve(undefined);
    };
  }

  /** Settles when notebooks are called what they are called from now on. */
  async settled(name: string): Promise<void> {
    await Promise.all(this.#held);
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
