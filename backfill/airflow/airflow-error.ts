import { ErrorWithFacts } from "../../containers/error-with-facts.ts";

/** Why Airflow does not run or tell something. */
export type AirflowFacts =
  /** It cannot be asked; `said` is why. */
  | { readonly code: "no-answer"; readonly url: string; readonly said: string }
  /** It lets nobody in without a word, or not with this one. */
  | { readonly code: "not-let-in"; readonly url: string }
  /** It has refused what it was asked for, with this status of HTTP. */
  | { readonly code: "refused"; readonly url: string; readonly status: number; readonly said: string }
  /** It has no such DAG, or cannot import it; `what` is the pipeline as it was named. */
  | { readonly code: "no-dag"; readonly url: string; readonly dag: string; readonly what: string }
  /** The DAG is not one that pipenb has written. */
  | { readonly code: "not-ours"; readonly url: string; readonly dag: string }
  /** It runs another image than was asked for. */
  | { readonly code: "other-image"; readonly dag: string; readonly image: string; readonly what: string }
  /** Somebody has paused it, so that nothing would begin. */
  | { readonly code: "paused"; readonly dag: string }
  /** The DAG is the file. */
  | { readonly code: "no-files"; readonly dag: string };

export class AirflowError extends ErrorWithFacts<AirflowFacts> {
  override readonly name = "AirflowError";
}
