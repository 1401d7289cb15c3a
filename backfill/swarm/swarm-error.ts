import { ErrorWithFacts } from "../../containers/error-with-facts.ts";

/** Why a swarm does not run a unit. */
export type SwarmFacts =
  /** Its nodes have to pull the image, and no registry is known to have it. */
  | { readonly code: "needs-registry"; readonly nodes: number }
  /** The node's engine has not started it; `said` is its reason. */
  | { readonly code: "rejected"; readonly unit: string; readonly node: string; readonly said: string }
  /** No node has so much, be it free or not. */
  | { readonly code: "too-large"; readonly unit: string; readonly said: string };

export class SwarmError extends ErrorWithFacts<SwarmFacts> {
  override readonly name = "SwarmError";
}
