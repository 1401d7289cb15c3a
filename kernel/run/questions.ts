/** Answers what clients ask about the cells' values (completion, inspection) without running user code. */
import type { Question } from "../wire/frame.ts";
import { inspectValue } from "../output/inspect-value.ts";
import type { Evaluator } from "./evaluator.ts";

/** The names in scope, the members of a value, or the value as text; [] where it cannot be told without side effects. */
export function answer(question: Question, evaluator: Evaluator): readonly string[] {
  if (question.about === "names")
    return [...evaluator.lexicalNames(), ...Object.getOwnPropertyNames(globalThis)];
  const found = evaluator.peek(question.expression);
  if (found === undefined) return [];
  return question.about === "value" ? [inspectValue(found.value)] : membersOf(found.value);
}

function membersOf(value: unknown): readonly string[] {
  const names = new Set<string>();
  try {
    for (let from: unknown = Object(value); from !== null; from = Object.getPrototypeOf(from)) {
      for (const name of Object.getOwnPropertyNames(from)) names.add(name);
    }
  } catch {
    // A proxy that throws when asked has the members found so far.
    return [...names];
  }
  return [...names];
}
