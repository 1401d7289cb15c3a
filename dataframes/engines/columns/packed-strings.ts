/** Many texts as one string, which goes from thread to thread at the cost of its memory. */

/** Texts one after the other. */
export interface PackedStrings {
  readonly joined: string;
  /** Of each text, in units of UTF-16; {@link noText} where there is none. */
  readonly lengths: Int32Array<ArrayBuffer>;
}

/** The length of what is missing. */
export const noText = -1;

/** Units of texts that go in one piece; one of more goes alone. */
export const unitsPerPiece = 1 << 20;

/** The texts in UTF-8, and where each of them ends. */
export function encodeTexts({ joined, lengths }: PackedStrings): {
  readonly bytes: Uint8Array;
  readonly ends: Uint32Array;
} {
  const ends = new Uint32Array(lengths.length);
  // No character takes more than three bytes for each of its units.
  const bytes = Buffer.allocUnsafe(joined.length * 3);
  const plain = bytes.write(joined) === joined.length;
  let [unit, end] = [0, 0];
  for (let index = 0; index < ends.length; index += 1) {
    const length = Math.max(0, lengths[index] ?? 0);
    end += plain ? length : bytes.write(joined.slice(unit, unit + length), end);
    unit += length;
    ends[index] = end;
  }
  return { bytes, ends };
}
