/**
 * What cells declare with `using` at their top. Cells are one program, whose later cells use what earlier ones have opened: it is
 * disposed at the program's end, the last first, or when its name is declared again.
 */

/** What `using` and `await using` take. */
type Disposing = (() => PromiseLike<void> | void) | undefined;

export class Disposables {
  /** By name, in the order of their declarations; undefined for a value that was null or undefined. */
  readonly #open = new Map<string, Disposing>();

  /** Before a cell declares the names: disposes what they have stood for. */
  readonly renew = async (...names: readonly string[]): Promise<void> => {
    for (const name of names.toReversed()) {
      const dispose = this.#open.get(name);
      this.#open.delete(name);
      await dispose?.();
    }
  };

  /** Takes the value of a `using` declaration; throws what that would throw. */
  readonly use = <T>(name: string, value: T, isAsync: boolean): T => {
    this.#open.set(name, disposerOf(value, isAsync));
    return value;
  };

  /** Disposes everything, the last first. Errors are gathered as `using` does it. */
  async dispose(): Promise<void> {
    const all = [...this.#open.values()];
    this.#open.clear();
    const stack = new AsyncDisposableStack();
    for (const dispose of all) stack.defer(() => dispose?.());
    await stack.disposeAsync();
  }
}

function disposerOf(value: unknown, isAsync: boolean): Disposing {
  if (value === null || value === undefined) return undefined;
  // SAFETY: any value but those two may be asked for a property.
  const owner = value as { [Symbol.dispose]?: unknown; [Symbol.asyncDispose]?: unknown };
  const method = (isAsync ? owner[Symbol.asyncDispose] : undefined) ?? owner[Symbol.dispose];
  if (typeof method !== "function") {
    const wanted = isAsync ? "Symbol.asyncDispose or Symbol.dispose" : "Symbol.dispose";
    throw new TypeError(
      `What \`${isAsync ? "await using" : "using"}\` declares must have a method [${wanted}].`,
    );
  }
  // SAFETY: what it gives is awaited and otherwise not looked at.
  return () => Reflect.apply(method, value, []) as PromiseLike<void> | void;
}
