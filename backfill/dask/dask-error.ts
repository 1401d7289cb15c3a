import { ErrorWithFacts } from "../../containers/error-with-facts.ts";

/** Why Dask does not run a unit. */
export type DaskFacts =
  /** The environment names no cluster. */
  | { readonly code: "no-cluster" }
  /** There is no such program. */
  | { readonly code: "no-python"; readonly program: string }
  /** Python has no package `distributed`. */
  | { readonly code: "no-package"; readonly program: string }
  /** The cluster does not answer, or does not any more; `said` is what Dask's client has written last. */
  | { readonly code: "ended"; readonly address: string; readonly said: string }
  /** The cluster has no worker now, by which an engine could be asked. */
  | { readonly code: "no-worker" }
  /** A worker, or the engine on its machine, has refused it; `said` is why. */
  | { readonly code: "refused"; readonly said: string }
  /** Another command writes the file for it. */
  | { readonly code: "no-files" };

export class DaskError extends ErrorWithFacts<DaskFacts> {
  override readonly name = "DaskError";
}
