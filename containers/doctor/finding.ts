/** What doctor found out about one thing. */
export interface Finding {
  readonly about: string;
  /** "missing" keeps something from working, "warning" makes it worse. */
  readonly state: "ok" | "warning" | "missing";
  readonly says: string;
  /** What to do, where something is to be done. */
  readonly remedy?: string;
}
