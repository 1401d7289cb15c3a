/** A stream to write to, as far as a terminal needs it: stdout, stderr. */
export interface Output {
  write(text: string): unknown;
  on(event: "error", listener: (error: NodeJS.ErrnoException) => void): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}
