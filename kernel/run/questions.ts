/** Answers what clients ask about the cells' values (completion, inspection) without running user code. */
import { types } from "node:util";
import { stillOpen } from "../../notebook/program/still-open.ts";
import type { Question } from "../wire/packet-table.ts";
import { describeValue } from "../output/describe-value.ts";
import { describeVariable } from "../output/describe-variable.ts";
import { inspectQuietly, inspectValue } from "../output/inspect-value.ts";
import { mayAskFrame } from "../output/may-ask-frame.ts";
import type { Evaluator } from "./evaluator.ts";
import { KnowledgeOfValues } from "./knowledge.ts";
import { membersOf, namesInScope } from "./scope-names.ts";

/** How many variables are told: those of the newest cells. */
const mostVariables = 200;

/** Dataframes are asked for their shape no longer than this; those behind are told without. */
const framesMilliseconds = 100;

export class Questions {
  readonly #evaluator: Evaluator;
  readonly #knowledge: KnowledgeOfValues;

  constructor(evaluator: Evaluator) {
    this.#evaluator = evaluator;
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
    const until = performance.now() + framesMilliseconds;
    return names.slice(-mostVariables).flatMap((name) => {
      const found = this.#evaluator.peek(name);
      if (found === undefined) return [];
      return [JSON.stringify(describeVariable(name, found.value, performance.now() < until))];
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
