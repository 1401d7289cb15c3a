/** Times in a tar archive: all that is later than a moment is of that moment. Nothing else changes, not by a byte. */

const blockBytes = 512;

/** A field of a header, from its first byte to the one behind its last. */
interface Field {
  readonly from: number;
  readonly to: number;
}
const sizeField: Field = { from: 124, to: 136 };
const timeField: Field = { from: 136, to: 148 };
const sumField: Field = { from: 148, to: 156 };

/** @param latest seconds since the epoch */
export async function* withLatestTimes(
  archive: AsyncIterable<Uint8Array>,
  latest: number,
): AsyncGenerator<Uint8Array> {
  const header = Buffer.alloc(blockBytes);
  let filled = 0;
  let contents = 0;
  for await (const chunk of archive) {
    for (let at = 0; at < chunk.byteLength;) {
      if (contents > 0) {
        const piece = chunk.subarray(at, at + contents);
        contents -= piece.byteLength;
        at += piece.byteLength;
        yield piece;
        continue;
      }
      const piece = chunk.subarray(at, at + blockBytes - filled);
      header.set(piece, filled);
      filled += piece.byteLength;
      at += piece.byteLength;
      if (filled < blockBytes) continue;
      filled = 0;
      contents = Math.ceil(numberIn(header, sizeField) / blockBytes) * blockBytes;
      // A copy, as the next header comes into the same memory.
      yield earlier(Buffer.from(header), latest);
    }
  }
  if (filled > 0) yield Buffer.from(header.subarray(0, filled));
}

function earlier(header: Buffer, latest: number): Buffer {
  if (numberIn(header, timeField) <= latest) return header;
  header.write(`${latest.toString(8).padStart(11, "0")}\0`, timeField.from, "latin1");
  header.fill(" ", sumField.from, sumField.to);
  const sum = header.reduce((all, byte) => all + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, sumField.from, "latin1");
  return header;
}

/** Octal digits, or bytes where the first one says so. */
function numberIn(header: Buffer, { from, to }: Field): number {
  if ((header[from] ?? 0) >= 0x80) return Number(header.readBigUInt64BE(to - 8));
  const digits = /^[0-7]+/.exec(header.toString("latin1", from, to).trim())?.[0];
  return digits === undefined ? 0 : Number.parseInt(digits, 8);
}
