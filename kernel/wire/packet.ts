/**
 * Packets between supervisor and runtime, on a pipe for each direction: a 9-byte head (payload length, kind, execution)
 * and the payload. What there is to say is in `packet-table.ts`.
 */

export interface Packet {
  /** {@link PacketKind.number}. */
  readonly kind: number;
  /** Execution (or question) the packet belongs to; 0 for none. */
  readonly id: number;
  readonly payload: Buffer;
}

/** How what is said stands in a packet; some texts come apart again by {@link decodeTexts}. */
type Payload = Uint8Array | string | readonly string[];

/** Who says something; the other end reads it. */
export type Speaker = "runtime" | "supervisor";

/** One thing to say: what a sender gives, and what the other end reads. */
export interface PacketKind<By extends Speaker, Sent, Read = unknown> {
  readonly by: By;
  /** On the pipe. */
  readonly number: number;
  encode(value: Sent): Payload;
  decode(payload: Buffer): Read;
}

/** Bytes before a payload. */
export const headBytes = 9;

/** Writes a packet's head at the start of a buffer. */
export function writeHead(packet: Buffer, kind: number, id: number, payloadBytes: number): void {
  packet.writeUInt32LE(payloadBytes, 0);
  packet.writeUInt8(kind, 4);
  packet.writeUInt32LE(id, 5);
}

/** One packet as bytes. */
export function encodePacket<Sent>(
  kind: PacketKind<Speaker, Sent>,
  id: number,
  value: NoInfer<Sent>,
): Buffer {
  const payload = kind.encode(value);
  if (typeof payload === "object" && !(payload instanceof Uint8Array))
    return encodeTexts(kind.number, id, payload);
  const bytes = typeof payload === "string" ? Buffer.byteLength(payload) : payload.byteLength;
  const packet = Buffer.allocUnsafe(headBytes + bytes);
  writeHead(packet, kind.number, id, bytes);
  if (typeof payload === "string") packet.write(payload, headBytes);
  else packet.set(payload, headBytes);
  return packet;
}

/** The number of texts and their lengths as unsigned 32-bit integers, then the texts: each is written once, where it is sent from. */
function encodeTexts(kind: number, id: number, texts: readonly string[]): Buffer {
  const lengths = texts.map((text) => Buffer.byteLength(text));
  const bytes = lengths.reduce((sum, length) => sum + length, 4 * (texts.length + 1));
  const packet = Buffer.allocUnsafe(headBytes + bytes);
  writeHead(packet, kind, id, bytes);
  let offset = packet.writeUInt32LE(texts.length, headBytes);
  for (const length of lengths) offset = packet.writeUInt32LE(length, offset);
  for (const text of texts) offset += packet.write(text, offset);
  return packet;
}

/** The texts of a payload, still as bytes. */
export function decodeTexts(payload: Buffer): Buffer[] {
  const count = payload.readUInt32LE(0);
  let offset = 4 * (count + 1);
  return Array.from({ length: count }, (_, index) =>
    payload.subarray(offset, (offset += payload.readUInt32LE(4 * (index + 1)))),
  );
}

/** Cuts a byte stream into packets; a large payload is put together once. */
export class PacketReader {
  #chunks: Buffer[] = [];
  #length = 0;

  /** Adds a chunk and gives the packets it completed. */
  push(chunk: Buffer): Packet[] {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    if (this.#length < this.#wanted()) return [];
    let rest = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks);
    const packets: Packet[] = [];
    while (rest.length >= headBytes) {
      const end = headBytes + rest.readUInt32LE(0);
      if (rest.length < end) break;
      packets.push({
        kind: rest.readUInt8(4),
        id: rest.readUInt32LE(5),
        payload: rest.subarray(headBytes, end),
      });
      rest = rest.subarray(end);
    }
    this.#chunks = rest.length > 0 ? [rest] : [];
    this.#length = rest.length;
    return packets;
  }

  /** Bytes needed before the first waiting packet is whole. */
  #wanted(): number {
    const first = this.#chunks[0];
    return first !== undefined && first.length >= headBytes ? headBytes + first.readUInt32LE(0) : headBytes;
  }
}
