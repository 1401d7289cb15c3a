/** What awaiting code of an interrupted cell gets thrown. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";

  constructor() {
    super("The cell was interrupted. Its variables are kept.");
  }
}
