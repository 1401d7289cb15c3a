/** What a test inside the extension host tells the tests outside. */
export interface HostResult {
  readonly title: string;
  /** undefined: it passed. */
  readonly failure: string | undefined;
}
