import { exitCodes } from "../../../notebook/program/exit-codes.ts";

/**
 * - `missing`: there is no object of that key
 * - `no-bucket`: there is no such bucket
 * - `no-credentials`: nobody has said with which key to ask
 * - `denied`: the key is unknown, wrong, expired, or may not do this
 * - `unreachable`: the store does not answer, or is too busy, also after several tries; ends a pipeline with 75
 * - `refused`: whatever else the store says no to
 */
export type ObjectErrorCode =
  "missing" | "no-bucket" | "no-credentials" | "denied" | "unreachable" | "refused";

/**
 * What went wrong at a store of objects.
 *
 * ```ts
 * const before = await raw.text("state.json").catch((error) => {
 *   if (error instanceof ObjectError && error.code === "missing") return "{}";
 *   throw error;
 * });
 * ```
 */
export class ObjectError extends Error {
  readonly code: ObjectErrorCode;
  /** How the pipeline ends: 75 where the same run may succeed later. */
  declare readonly exitCode?: number;

  /** S3's own word for it, such as `SlowDown`. */
  declare readonly s3Code?: string;

  constructor(code: ObjectErrorCode, message: string, options: { cause?: unknown; s3Code?: string } = {}) {
    super(message, "cause" in options ? { cause: options.cause } : undefined);
    this.name = "ObjectError";
    this.code = code;
    if (options.s3Code !== undefined && options.s3Code !== "") this.s3Code = options.s3Code;
    if (code === "unreachable") this.exitCode = exitCodes.transient;
  }
}

/** @internal */
export function missing(address: string, options: { cause?: unknown; s3Code?: string }): ObjectError {
  return new ObjectError("missing", `${address} is not there.`, options);
}
