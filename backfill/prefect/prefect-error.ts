import { ErrorWithFacts } from "../../containers/error-with-facts.ts";

/** Why Prefect does not take or tell something, or does not run a unit. */
export type PrefectFacts =
  /** `PREFECT_API_URL` names none. */
  | { readonly code: "no-server" }
  /** It cannot be asked; `said` is why. */
  | { readonly code: "no-answer"; readonly url: string; readonly said: string }
  /** It lets nobody in without a key, or not with this one. */
  | { readonly code: "not-let-in"; readonly url: string }
  /** It has refused what it was asked for. */
  | { readonly code: "refused"; readonly url: string; readonly said: string }
  /** A work pool of this name is there, and is no pool of containers of Docker. */
  | { readonly code: "other-pool"; readonly pool: string; readonly type: string }
  /** Nothing of this name is registered, whose runs the units could be. */
  | { readonly code: "no-deployment"; readonly name: string; readonly what: string }
  /** What is registered by this name runs another image. */
  | { readonly code: "other-image"; readonly name: string; readonly what: string };

export class PrefectError extends ErrorWithFacts<PrefectFacts> {
  override readonly name = "PrefectError";
}
