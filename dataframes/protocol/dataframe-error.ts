/** Why a question about a dataframe has no answer: one error for whoever asks and whoever answers. */

/** In a file without schemas, as pages do without those. */
export const problemCodes = [
  /** The kernel no longer has the dataframe: it was restarted, or the dataframe was let go. */
  "expired",
  "cancelled",
  /** This library, type or view cannot do that. */
  "unsupported",
  /** The question itself is wrong. */
  "bad-request",
  /** The library failed, or there is no space left. */
  "failed",
  /** There is no kernel to ask; said by the extension, and by no kernel. */
  "no-kernel",
] as const;

type ProblemCode = (typeof problemCodes)[number];

/** The error as it travels. */
export interface DataframeProblem {
  readonly code: ProblemCode;
  readonly message: string;
}

export class DataframeError extends Error {
  override readonly name = "DataframeError";
  readonly code: ProblemCode;

  constructor(code: ProblemCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** What whoever asked is told, whatever was thrown. */
export function problemOf(error: unknown, aborted = false): DataframeProblem {
  if (aborted) return { code: "cancelled", message: "The question was taken back." };
  if (error instanceof DataframeError) return { code: error.code, message: error.message };
  return { code: "failed", message: error instanceof Error ? error.message : String(error) };
}
