/**
 * Runs JavaScript in V8's REPL mode through an inspector session on the same thread: top-level await and redeclaration
 * come from V8 itself, and values never leave the thread.
 */
import { Session } from "node:inspector";

/** What an evaluation gives, as far as it is used here; Node's types leave REPL mode out. */
interface RemoteObject {
  readonly type: string;
  readonly objectId?: string | undefined;
  readonly value?: unknown;
  readonly unserializableValue?: string | undefined;
}

interface Evaluated {
  readonly result: RemoteObject;
  readonly exceptionDetails?: { readonly exception?: RemoteObject };
}

type OnEvaluated = (evaluated: Evaluated | undefined) => void;

/** How an evaluation ended. A result, if any, was handed over by the code itself. */
export type Outcome =
  | { readonly kind: "ok" }
  | { readonly kind: "thrown"; readonly value: unknown }
  /** Ended by `Runtime.terminateExecution`. */
  | { readonly kind: "terminated" };

export class Evaluator {
  /** Whether a debugger shall hear of what evaluations throw. */
  debugged = false;
  readonly #session = new Session();
  #caught: unknown;

  constructor() {
    this.#session.connect();
  }

  /** Never rejects. May never settle when code after an await is terminated: the caller settles for it. */
  evaluate(expression: string): Promise<Outcome> {
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    const silent = !this.debugged;
    this.#post({ expression, replMode: true, awaitPromise: true, silent }, (evaluated) => {
      // An inspector error instead of a result means that the evaluation was terminated.
      if (evaluated === undefined) resolve({ kind: "terminated" });
      else if (evaluated.exceptionDetails === undefined) {
        this.#release(evaluated.result);
        resolve({ kind: "ok" });
      } else {
        resolve(this.#thrown(evaluated.exceptionDetails.exception));
        this.#letGo(evaluated);
      }
    });
    return promise;
  }

  /** Evaluates without side effects; undefined where that is not possible. */
  peek(expression: string): { readonly value: unknown } | undefined {
    let found: { value: unknown } | undefined;
    this.#post({ expression, throwOnSideEffect: true, silent: true, timeout: 50 }, (evaluated) => {
      if (evaluated === undefined) return;
      if (evaluated.exceptionDetails === undefined) found = { value: this.#value(evaluated.result) };
      else this.#letGo(evaluated);
    });
    return found;
  }

  /** The object behind a proxy, found without asking the proxy anything; undefined where the expression gives none. */
  peekBehindProxy(expression: string): object | undefined {
    let target: unknown;
    this.#post({ expression, throwOnSideEffect: true, silent: true, timeout: 50 }, (evaluated) => {
      if (evaluated === undefined) return;
      const { objectId } = evaluated.result;
      if (evaluated.exceptionDetails === undefined && objectId !== undefined)
        this.#session.post("Runtime.getProperties", { objectId, ownProperties: true }, (error, found) => {
          if (error !== null) return;
          for (const { name, value } of found.internalProperties ?? [])
            if (value !== undefined && name === "[[Target]]") target = this.#value(value);
            else if (value !== undefined) this.#release(value); // [[Handler]]
        });
      this.#letGo(evaluated);
    });
    return typeof target === "object" && target !== null ? target : undefined;
  }

  /** Names of `let`, `const` and `class` declared by cells, each once; the newest last. */
  lexicalNames(): readonly string[] {
    let names: readonly string[] = [];
    this.#session.post("Runtime.globalLexicalScopeNames", {}, (error, found) => {
      if (error === null) names = found.names;
    });
    // V8 tells a name that was declared again once more.
    return [...new Set(names.toReversed())].toReversed();
  }

  /** Ends the code that is running now, below on this thread's stack. */
  terminate(): void {
    this.#session.post("Runtime.terminateExecution");
  }

  #post(parameters: object, onEvaluated: OnEvaluated): void {
    this.#session.post("Runtime.evaluate", parameters, (error, evaluated) => {
      // SAFETY: the shape is that of the inspector protocol.
      onEvaluated(error === null ? (evaluated as Evaluated | undefined) : undefined);
    });
  }

  #thrown(exception: RemoteObject | undefined): Outcome {
    if (exception === undefined) return { kind: "terminated" };
    return { kind: "thrown", value: this.#value(exception) };
  }

  /** The value behind a remote object of this same thread. */
  #value(remote: RemoteObject): unknown {
    if (remote.objectId === undefined) {
      if (remote.unserializableValue === undefined) return remote.value;
      return remote.type === "bigint"
        ? BigInt(remote.unserializableValue.slice(0, -1))
        : Number(remote.unserializableValue);
    }
    this.#caught = undefined;
    const take = (value: unknown): void => {
      this.#caught = value;
    };
    Object.defineProperty(globalThis, takeKey, { value: take, configurable: true });
    this.#session.post("Runtime.callFunctionOn", {
      functionDeclaration: `function () { "use strict"; globalThis[Symbol.for("pipenb.take")](this); }`,
      objectId: remote.objectId,
    });
    Reflect.deleteProperty(globalThis, takeKey);
    this.#release(remote);
    const value = this.#caught;
    this.#caught = undefined;
    return value;
  }

  /** V8 keeps what was thrown twice: as the exception, and as the result. */
  #letGo({ result, exceptionDetails }: Evaluated): void {
    this.#release(result);
    if (exceptionDetails?.exception !== undefined) this.#release(exceptionDetails.exception);
  }

  #release(remote: RemoteObject): void {
    if (remote.objectId !== undefined)
      this.#session.post("Runtime.releaseObject", { objectId: remote.objectId });
  }
}

const takeKey = Symbol.for("pipenb.take");
