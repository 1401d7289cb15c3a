/** What is measured inside the extension host, in milliseconds. */
export interface EditorTimes {
  readonly activation: number;
  /** Empty where the window showed no notebook. */
  readonly roundTrips: readonly number[];
}
