/** Looks at all that somebody waits for by one call. */
import { setTimeout as pause } from "node:timers/promises";

export class Looks<Seen> {
  readonly #lookAt: (names: readonly string[]) => Promise<ReadonlyMap<string, Seen>>;
  readonly #milliseconds: number;
  #names = new Set<string>();
  #next: Promise<ReadonlyMap<string, Seen>> | undefined;

  /** `milliseconds` are those between looks. */
  constructor(
    lookAt: (names: readonly string[]) => Promise<ReadonlyMap<string, Seen>>,
    milliseconds: number,
  ) {
    this.#lookAt = lookAt;
    this.#milliseconds = milliseconds;
  }

  /** At the next look; undefined where there is nothing of that name. */
  async look(name: string): Promise<Seen | undefined> {
    this.#names.add(name);
    this.#next ??= this.#gather();
    return (await this.#next).get(name);
  }

  async #gather(): Promise<ReadonlyMap<string, Seen>> {
    await pause(this.#milliseconds);
    const names = [...this.#names];
    this.#names = new Set();
    this.#next = undefined;
    return this.#lookAt(names);
  }
}
