/** Which rows of a column have a value, as Arrow keeps it: a bit for each, the lowest first. */
export class Validity {
  readonly bits: Uint8Array;
  missing = 0;

  constructor(length: number) {
    this.bits = new Uint8Array((length + 7) >> 3).fill(255);
    // Bits beyond the last row are of no row.
    if (length % 8 > 0) this.bits[this.bits.length - 1] = (1 << (length % 8)) - 1;
  }

  has(row: number): boolean {
    return ((this.bits[row >> 3] ?? 0) & (1 << (row & 7))) !== 0;
  }

  /** To be called once for a row. */
  miss(row: number): void {
    this.missing += 1;
    this.bits[row >> 3] = (this.bits[row >> 3] ?? 0) & ~(1 << (row & 7));
  }
}
