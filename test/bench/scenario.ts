/** What a scenario of the bench is and gives. */
import type { Sample } from "./measure.ts";

/** Of the language of cells, in notebooks of two sizes. */
type LanguageKey =
  `language_${"first" | "completion" | "completion_p95" | "diagnostics" | "memory"}${"" | "_500"}`;

/** Figures that peers are measured by too; the names are those of `peers/measure_peer.py`, of dataframes `peers/measure_pandas.py`, and of Jupyter's clients `peers/measure_clients.py`. */
export type PeerKey =
  | LanguageKey
  | `client_${"start" | "round_trip" | "restart" | "notebook"}`
  | "start"
  | "trivial"
  | "typical"
  | "typical_after_500"
  | "lines"
  | "lines_lost"
  | "display"
  | "interrupt"
  | "memory"
  | "headless"
  | "frame_first"
  | "frame_window"
  | "frame_sort_number"
  | "frame_sort_text"
  | "frame_window_sorted"
  | "frame_summary";

/** One line of the table. */
export interface Figure {
  readonly what: string;
  readonly unit: "ms" | "MB" | "KB" | "lines" | "x";
  readonly sample: Sample;
  /** The figure must not be above it. */
  readonly target?: number;
  /** Where the same is measured of peers. */
  readonly peer?: PeerKey;
  /** Figures of dataframes, of the language of cells, and by Jupyter's clients have tables of their own. */
  readonly part?: "frames" | "language" | "jupyter";
}

/** A scenario could not be measured here, and why. */
export interface Skipped {
  readonly skipped: string;
}

/** One thing measured, in a file of its own. */
export interface Scenario {
  /** For `--only`. */
  readonly name: string;
  run(): Promise<readonly Figure[] | Skipped>;
}
