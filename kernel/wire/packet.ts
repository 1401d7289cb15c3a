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
  /** So many bytes before the payload in its memory are nobody's: what is passed on gets its head there, and is not copied. */
  readonly room: number;
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

/** More than the head of a message with a text of its own takes. */
const roomBytes = 4096;

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

const nothing: Buffer = Buffer.alloc(0);

/** A head may promise gigabytes, be it garbage that code of a cell has written: memory for more is taken as they come. */
const mostAtOnce = 64 * 1024 * 1024;

/** Bytes of a packet that has not come whole. */
interface Incomplete {
  memory: Buffer;
  /** Where the next ones go. */
  filled: number;
  /** Where they end. */
  readonly end: number;
}

/** Cuts a byte stream into packets; one that comes in pieces is put together in memory of its own as they come. */
export class PacketReader {
  /** The start of a head. */
  #rest = nothing;
  #incomplete: Incomplete | undefined;

  /** Adds a chunk and gives the packets it completed. */
  push(chunk: Buffer): Packet[] {
    const packets: Packet[] = [];
    let rest = this.#incomplete === undefined ? chunk : this.#fill(this.#incomplete, chunk, packets);
    if (this.#rest.length > 0) rest = Buffer.concat([this.#rest, rest]);
    while (rest.length >= headBytes) {
      const bytes = headBytes + rest.readUInt32LE(0);
      if (rest.length < bytes) {
        const end = roomBytes + bytes;
        const memory = Buffer.allocUnsafe(Math.min(end, mostAtOnce));
        this.#incomplete = { memory, filled: roomBytes + rest.copy(memory, roomBytes), end };
        rest = nothing;
      } else {
        packets.push(packetOf(rest.subarray(0, bytes), 0));
        rest = rest.subarray(bytes);
      }
    }
    // An end without bytes would keep all of the chunk.
    this.#rest = rest.length > 0 ? rest : nothing;
    return packets;
  }

  /** Gives what of the chunk belongs to the packets after it. */
  #fill(incomplete: Incomplete, chunk: Buffer, packets: Packet[]): Buffer {
    const { end } = incomplete;
    let taken = 0;
    while (incomplete.filled < end && taken < chunk.length) {
      if (incomplete.filled === incomplete.memory.length) {
        const more = Buffer.allocUnsafe(Math.min(end, 2 * incomplete.memory.length));
        incomplete.memory.copy(more);
        incomplete.memory = more;
      }
      const copied = chunk.copy(incomplete.memory, incomplete.filled, taken);
      incomplete.filled += copied;
      taken += copied;
    }
    if (incomplete.filled === end) {
      packets.push(packetOf(incomplete.memory.subarray(roomBytes), roomBytes));
      this.#incomplete = undefined;
    }
    return chunk.subarray(taken);
  }
}

const packetOf = (bytes: Buffer, room: number): Packet => ({
  kind: bytes.readUInt8(4),
  id: bytes.readUInt32LE(5),
  payload: bytes.subarray(headBytes),
  room,
});
