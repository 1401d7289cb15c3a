/** Answers what clients ask about the cells' values (completion, inspection) without running user code. */
import { types } from "node:util";
import { stillOpen } from "../../notebook/program/still-open.ts";
import type { Question, ScopeName } from "../wire/packet-table.ts";
import { describeValue } from "../output/describe-value.ts";
import { describeVariable } from "../output/describe-variable.ts";
import { inspectQuietly, inspectValue } from "../../display/inspect-value.ts";
import { mayAskFrame } from "../output/may-ask-frame.ts";
import type { Evaluator } from "./evaluator.ts";
import { importableModules } from "./importable-modules.ts";
import type { ModulesPlace } from "./importable-modules.ts";
import { KnowledgeOfValues } from "./knowledge.ts";
import { lookTime } from "./look-time.ts";

/** How many variables are told: those of the newest cells. */
const mostVariables = 200;

export class Questions {
  readonly #evaluator: Evaluator;
  readonly #knowledge: KnowledgeOfValues;
  readonly #modules: ModulesPlace;

  constructor(evaluator: Evaluator, modules: ModulesPlace) {
    this.#evaluator = evaluator;
    this.#modules = modules;
    this.#knowledge = new KnowledgeOfValues(evaluator, () => evaluator.lexicalNames());
  }

  /** [] where it cannot be told without side effects. Never rejects. */
  async answer(question: Question): Promise<readonly string[]> {
    switch (question.about) {
      case "names":
        return namesInScope(this.#evaluator, question.prefix).map((name) => JSON.stringify(name));
      case "members": {
        const value = this.#evaluator.peek(question.expression)?.value;
        // The frames of polars are proxies that show their columns and not their methods.
        const behind =
          types.isProxy(value) && mayAskFrame(value)
            ? this.#evaluator.peekBehindProxy(question.expression)
            : undefined;
        const members = membersOf(behind ?? value, question.prefix);
        return members.map((name) => JSON.stringify(name));
      }
      case "keys":
        return keysOf(this.#evaluator.peek(question.expression)?.value).filter((name) =>
          name.startsWith(question.prefix),
        );
      case "modules":
        return importableModules(this.#modules).filter((name) => name.startsWith(question.prefix));
      case "value": {
        const found = this.#evaluator.peek(question.expression);
        if (found === undefined) return [];
        return [textOf(found.value), JSON.stringify(describeValue(found.value))];
      }
      case "variables":
        return this.#variables(question.names);
      case "open": {
        const open = stillOpen(process.getActiveResourcesInfo());
        return open === undefined ? [] : [open];
      }
      case "knowledge":
        return [JSON.stringify(await this.#knowledge.tell(question.request))];
    }
  }

  #variables(names: readonly string[]): readonly string[] {
    // Dataframes are asked for their shape as long as there is time; those behind are told without.
    const mayAskFrames = lookTime();
    return names.slice(-mostVariables).flatMap((name) => {
      const found = this.#evaluator.peek(name);
      if (found === undefined) return [];
      return [JSON.stringify(describeVariable(name, found.value, mayAskFrames()))];
    });
  }
}

/** Dataframes know best how they look; of all else not even a method for that is called. */
function textOf(value: unknown): string {
  try {
    return mayAskFrame(value) ? inspectValue(value) : inspectQuietly(value);
  } catch {
    // It only resembles a dataframe.
    return inspectQuietly(value);
  }
}

const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/** Their kinds are looked up no further. */
const mostNames = 1_000;

/** What cells and the runtime have declared. Looking at it runs none of its code. */
function namesInScope(evaluator: Evaluator, prefix: string): readonly ScopeName[] {
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
function membersOf(value: unknown, prefix: string): readonly ScopeName[] {
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

/** None of a proxy, which would be code that answers. */
function keysOf(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null || types.isProxy(value)) return [];
  return Array.isArray(value) ? [] : Object.keys(value).slice(0, mostNames);
}

function wanted(names: readonly string[], prefix: string): readonly string[] {
  return names.filter((name) => name.startsWith(prefix) && identifier.test(name)).slice(0, mostNames);
}

function kindOf(value: unknown): ScopeName["kind"] {
  if (typeof value !== "function") return "instance";
  if (types.isProxy(value)) return "function";
  return /^class\b/.test(Function.prototype.toString.call(value)) ? "class" : "function";
}
