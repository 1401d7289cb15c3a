import { ErrorWithFacts } from "../../containers/error-with-facts.ts";

/** Why something cannot be verified. */
export type VerifyFacts =
  /** A trial would write outside of the notebook's folder; `mount` is as in the front matter. */
  | { readonly code: "writes-outside"; readonly notebook: string; readonly mount: string }
  /** The `verify` command of a service ended otherwise than with 0. */
  | {
      readonly code: "service-result";
      readonly service: string;
      readonly exitCode: number;
      readonly said: string;
    }
  /** A variable names a file of this machine as a parameter's value; `option` is its name without dashes. */
  | { readonly code: "own-file"; readonly variable: string; readonly option: string };

export class VerifyError extends ErrorWithFacts<VerifyFacts> {
  override readonly name = "VerifyError";
}
