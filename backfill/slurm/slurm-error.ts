import { ErrorWithFacts } from "../../containers/error-with-facts.ts";

/** Why Slurm does not carry a backfill out. */
export type SlurmFacts =
  /** Its programs are not on this machine. */
  | { readonly code: "no-client"; readonly command: string }
  /** A program of its has failed; `said` is its last line. */
  | { readonly code: "refused"; readonly command: string; readonly said: string }
  /** Its nodes are other machines, which have no image of this one. */
  | { readonly code: "image-elsewhere"; readonly nodes: readonly string[] }
  /** Apptainer takes an image from a registry alone. */
  | { readonly code: "needs-registry" }
  /** The unit cannot be a line of a file, or a word of a script. */
  | { readonly code: "unit-text"; readonly unit: string };

export class SlurmError extends ErrorWithFacts<SlurmFacts> {
  override readonly name = "SlurmError";
}
