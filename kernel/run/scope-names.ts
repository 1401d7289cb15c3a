/** Names that a cell may write: those in scope, and the members of a value. Looking at them runs none of the value's code. */
import { types } from "node:util";
import type { ScopeName } from "../wire/packet-table.ts";
import type { Evaluator } from "./evaluator.ts";

const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/** Their kinds are looked up no further. */
const mostNames = 1_000;

/** What cells and the runtime have declared. */
export function namesInScope(evaluator: Evaluator, prefix: string): readonly ScopeName[] {
  const lexical = wanted(evaluator.lexicalNames(), prefix).map((name): ScopeName => {
    const found = evaluator.peek(name);
    return { name, kind: found === undefined ? "instance" : kindOf(found.value) };
  });
  const globals = wanted(Object.getOwnPropertyNames(globalThis), prefix).map((name): ScopeName => {
    const property = Object.getOwnPropertyDescriptor(globalThis, name);
    return { name, kind: property?.get === undefined ? kindOf(property?.value) : "instance" };
  });
  return [...lexical, ...globals];
}

/** Its own and its classes'; none of a proxy, which would be code that answers. */
export function membersOf(value: unknown, prefix: string): readonly ScopeName[] {
  if (value === null || value === undefined) return [];
  const names = new Map<string, ScopeName>();
  for (let from: unknown = Object(value); typeof from === "object" || typeof from === "function";) {
    if (from === null || types.isProxy(from)) break;
    for (const name of wanted(Object.getOwnPropertyNames(from), prefix)) {
      const made: unknown = Object.getOwnPropertyDescriptor(from, name)?.value;
      if (!names.has(name))
        names.set(name, { name, kind: typeof made === "function" ? kindOf(made) : "property" });
    }
    from = Object.getPrototypeOf(from);
  }
  return [...names.values()];
}

function wanted(names: readonly string[], prefix: string): readonly string[] {
  return names.filter((name) => name.startsWith(prefix) && identifier.test(name)).slice(0, mostNames);
}

function kindOf(value: unknown): ScopeName["kind"] {
  if (typeof value !== "function") return "instance";
  if (types.isProxy(value)) return "function";
  return /^class\b/.test(Function.prototype.toString.call(value)) ? "class" : "function";
}
