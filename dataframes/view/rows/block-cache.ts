/** Keeps what came of a frame, as blocks of rows by column, and lets go of the blocks that were wanted longest ago. Pure. */

export class BlockCache<Piece> {
  readonly #most: number;
  /** The block wanted last stands last. */
  readonly #blocks = new Map<number, Map<number, Piece>>();
  #held = 0;

  /** @param most pieces, each a column of a block */
  constructor(most: number) {
    this.#most = most;
  }

  get(block: number, column: number): Piece | undefined {
    return this.#blocks.get(block)?.get(column);
  }

  /** Those of the columns that the block lacks. */
  missing(block: number, columns: readonly number[]): readonly number[] {
    const pieces = this.#blocks.get(block);
    return pieces === undefined ? columns : columns.filter((column) => !pieces.has(column));
  }

  put(block: number, column: number, piece: Piece): void {
    const pieces = this.#blocks.get(block) ?? new Map<number, Piece>();
    if (!pieces.has(column)) this.#held += 1;
    pieces.set(column, piece);
    this.#blocks.set(block, pieces);
  }

  /** Says which blocks are in use; others go first when there is too much, one by one. */
  keep(blocks: readonly number[]): void {
    for (const block of blocks) {
      const pieces = this.#blocks.get(block);
      if (pieces === undefined) continue;
      this.#blocks.delete(block);
      this.#blocks.set(block, pieces);
    }
    for (const [block, pieces] of this.#blocks) {
      if (this.#held <= this.#most || blocks.includes(block)) return;
      this.#blocks.delete(block);
      this.#held -= pieces.size;
    }
  }

  /** Pieces that are here. */
  get held(): number {
    return this.#held;
  }
}
