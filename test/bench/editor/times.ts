/** A cell's way from the editor's command to run it, in milliseconds. */
export interface RoundTrip {
  /** Until its result is in the extension host. */
  readonly arrived: number;
  /** Until the editor has told the extension host that it shows it. */
  readonly shown: number;
}

/** What is measured inside the extension host. */
export interface EditorTimes {
  /** Milliseconds. */
  readonly activation: number;
  /** Empty where the window showed no notebook. */
  readonly roundTrips: readonly RoundTrip[];
}
