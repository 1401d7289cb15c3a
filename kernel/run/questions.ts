/** Answers what clients ask about the cells' values (completion, inspection) without running user code. */
import type { Question } from "../wire/frame.ts";
import { describeVariable } from "../output/describe-variable.ts";
import { inspectValue } from "../output/inspect-value.ts";
import type { Evaluator } from "./evaluator.ts";

/** How many variables are told: those of the newest cells. */
const mostVariables = 200;

/** Dataframes are asked for their shape no longer than this; those behind are told without. */
const framesMilliseconds = 100;

/** What was enumerable before the first cell; functions that cells declare come beside it. */
const ownGlobals: ReadonlySet<string> = new Set(Object.keys(globalThis));

/** The names in scope, the members of a value, the value as text, or every variable as JSON; [] where it cannot be told without side effects. */
export function answer(question: Question, evaluator: Evaluator): readonly string[] {
  if (question.about === "names")
    return [...evaluator.lexicalNames(), ...Object.getOwnPropertyNames(globalThis)];
  if (question.about === "variables") return variables(evaluator);
  const found = evaluator.peek(question.expression);
  if (found === undefined) return [];
  return question.about === "value" ? [inspectValue(found.value)] : membersOf(found.value);
}

function variables(evaluator: Evaluator): readonly string[] {
  const until = performance.now() + framesMilliseconds;
  const functions = Object.keys(globalThis).filter((name) => !ownGlobals.has(name));
  return [...functions, ...evaluator.lexicalNames()].slice(-mostVariables).flatMap((name) => {
    const found = evaluator.peek(name);
    if (found === undefined) return [];
    return [JSON.stringify(describeVariable(name, found.value, performance.now() < until))];
  });
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
