/** A kernel of somebody else, as the bench measures it. */
export interface Peer {
  readonly name: string;
  /** How to get it. */
  readonly install: string;
  /** Its version, or undefined when it is not installed. */
  version(): string | undefined;
  readonly argv: readonly string[];
  readonly language: string;
  readonly interruptMode: "signal" | "message";
  readonly code: PeerCode;
}

/** The scenarios' cells in the peer's language. */
export interface PeerCode {
  readonly trivial: string;
  /** Many texts of one shape, as people type them. */
  readonly typical: readonly string[];
  readonly lines: string;
  readonly display_setup: string;
  readonly display: string;
  readonly endless: string;
  /** Makes a variable that `kept` wants to find again. */
  readonly keep: string;
  readonly kept: string;
}
