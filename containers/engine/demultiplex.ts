/**
 * Takes apart what an engine sends for a container without a terminal: frames of 8 bytes of header (stream number,
 * then the length in the last four) and so many bytes of output, cut anywhere on the way.
 */
const headerLength = 8;

/** Gives a function to feed with chunks; it hands on each piece of output as soon as it came, also of an unfinished frame. */
export function createDemultiplexer(
  onOutput: (stream: "stdout" | "stderr", chunk: Uint8Array) => void,
): (chunk: Uint8Array) => void {
  const header = Buffer.alloc(headerLength);
  let headerBytes = 0;
  let left = 0;
  return (chunk) => {
    let at = 0;
    while (at < chunk.length) {
      if (left > 0) {
        const piece = chunk.subarray(at, at + left);
        onOutput(header[0] === 2 ? "stderr" : "stdout", piece);
        at += piece.length;
        left -= piece.length;
        if (left === 0) headerBytes = 0;
      } else {
        const piece = chunk.subarray(at, at + headerLength - headerBytes);
        header.set(piece, headerBytes);
        headerBytes += piece.length;
        at += piece.length;
        if (headerBytes === headerLength) {
          left = header.readUInt32BE(4);
          if (left === 0) headerBytes = 0;
        }
      }
    }
  };
}
