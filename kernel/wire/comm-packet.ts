/** What a comm carries between supervisor and runtime: which comm, JSON data, and bytes that nobody on the way looks at. */

export interface CommPacket {
  readonly comm: string;
  /** "handled": the client's message of this turn has been dealt with. */
  readonly type: "open" | "message" | "close" | "handled";
  /** Of "open". */
  readonly target?: string;
  /** Of "open": Jupyter's, of the message. */
  readonly metadata?: object;
  /** The number of the client's message, or of the one that this is said because of; none where nobody asks. */
  readonly turn?: number | undefined;
  readonly data: unknown;
}

/** Length of the head as an unsigned 32-bit integer, the head as JSON, then the buffers. */
export function encodeCommPacket(packet: CommPacket, buffers: readonly Uint8Array[] = []): Buffer {
  const head = Buffer.from(JSON.stringify({ ...packet, lengths: buffers.map(({ length }) => length) }));
  const length = Buffer.allocUnsafe(4);
  length.writeUInt32LE(head.length);
  return Buffer.concat([length, head, ...buffers]);
}

export function decodeCommPacket(payload: Buffer): { packet: CommPacket; buffers: readonly Uint8Array[] } {
  let offset = 4 + payload.readUInt32LE(0);
  // SAFETY: written by encodeCommPacket at the other end of our own pipe.
  const { lengths, ...packet } = JSON.parse(payload.toString("utf8", 4, offset)) as CommPacket & {
    readonly lengths: readonly number[];
  };
  const buffers = lengths.map((length) => payload.subarray(offset, (offset += length)));
  return { packet, buffers };
}
