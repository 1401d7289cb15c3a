/**
 * An error that says what happened as facts. What people read is made of them in `app/failures/`; the message is for logs, and for
 * whoever forgot to ask there.
 */
export class ErrorWithFacts<Facts extends { readonly code: string }> extends Error {
  readonly facts: Facts;

  constructor(facts: Facts, options?: ErrorOptions) {
    const { code, ...rest } = facts;
    super(Object.keys(rest).length === 0 ? code : `${code} ${JSON.stringify(rest)}`, options);
    this.facts = facts;
  }

  /** What callers branch on. */
  get code(): Facts["code"] {
    return this.facts.code;
  }
}

/** The words of an error from outside (of the system, of a library), as a fact for one of ours. */
export function wordsOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
