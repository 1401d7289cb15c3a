/** What the notebook calls a value. */
import type { Evaluator } from "../run/evaluator.ts";

const mostNames = 500;

/** The newest variable that is this very value; undefined where none is. */
export function nameOf(value: object, evaluator: Evaluator): string | undefined {
  return evaluator
    .lexicalNames()
    .slice(-mostNames)
    .findLast((name) => evaluator.peek(name)?.value === value);
}
