/**
 * The console of cells without V8's share in it. An inspector session, which cells are evaluated through, has V8 take a stack
 * trace of every call and keep the last thousand with their arguments: five times the work, and memory that nobody reads.
 */
import { Console } from "node:console";

/** Methods of the global console by name, as something to put in place. */
type Methods = ReadonlyMap<string, unknown>;

/** The console as the process has it, and the same without V8. */
export class PlainConsole {
  readonly #inspected: Methods;
  readonly #plain: Methods;

  constructor() {
    const names = Object.keys(Console.prototype).filter((name) => name !== "constructor");
    this.#inspected = new Map(names.map((name) => [name, Reflect.get(console, name)]));
    this.#plain = new Map(names.map((name) => [name, boundMethod(name)]));
    exchange(this.#inspected, this.#plain);
  }

  /** A debugger shows what the console is told, and hears of it from V8. */
  inspect(on: boolean): void {
    if (on) exchange(this.#plain, this.#inspected);
    else exchange(this.#inspected, this.#plain);
  }
}

/** Node's own method under the name that Node gives it. */
function boundMethod(name: string): unknown {
  const method: unknown = Reflect.get(Console.prototype, name);
  if (typeof method !== "function") return method;
  const bound: unknown = Function.prototype.bind.call(method, console);
  return Object.defineProperty(bound, "name", { value: name });
}

/** What a cell has put in the place of a method stays. */
function exchange(before: Methods, after: Methods): void {
  for (const [name, method] of before)
    if (Reflect.get(console, name) === method) Reflect.set(console, name, after.get(name));
}
