/**
 * ZeroMQ's wire protocol, ZMTP 3.0 with the mechanism NULL, as bytes: greeting, frames and the commands that are needed of it
 * (https://rfc.zeromq.org/spec/23). Nothing here touches a socket.
 */

/** Bytes that no ZeroMQ peer of our kind sends; the connection they came by cannot be followed any further. */
export class ZmtpError extends Error {
  override readonly name = "ZmtpError";
}

const flags = { more: 1, long: 2, command: 4 } as const;
const mechanism = "NULL";
const signatureLength = 10;

/** What either side says first. */
export const greeting: Buffer = (() => {
  const bytes = Buffer.alloc(64);
  bytes[0] = 0xff;
  bytes[9] = 0x7f;
  bytes[signatureLength] = 3;
  bytes.write(mechanism, 12, "latin1");
  return bytes;
})();

/** Throws what is wrong with a peer's greeting, as far as it has come: who speaks another protocol is known by its first byte. */
export function checkGreeting(bytes: Buffer): void {
  const isOurs =
    isByte(bytes, 0, (byte) => byte === 0xff) &&
    isByte(bytes, 9, (byte) => (byte & 1) === 1) &&
    isByte(bytes, signatureLength, (major) => major >= 3);
  if (!isOurs) throw new ZmtpError("It does not speak ZMTP 3.");
  if (bytes.length < greeting.length) return;
  const asked = bytes.toString("latin1", 12, 32).replace(/\0+$/, "");
  if (asked !== mechanism) throw new ZmtpError("It asks for another security mechanism than NULL.");
}

/** True also where the byte has not come yet. */
const isByte = (bytes: Buffer, at: number, test: (byte: number) => boolean): boolean => {
  const byte = bytes[at];
  return byte === undefined || test(byte);
};

/** One frame: a command, or a part of a message. */
export interface Frame {
  readonly kind: "command" | "part";
  /** Another part of the same message follows. */
  readonly more: boolean;
  readonly body: Buffer;
}

/** The frame that the bytes begin with and its length, or how many bytes there must be before more can be said. */
export type FirstFrame =
  { readonly frame: Frame; readonly length: number } | { readonly frame: undefined; readonly needed: number };

/** @param mostBytes that a frame may have; throws a {@link ZmtpError} for more, before they are there */
export function firstFrame(bytes: Buffer, mostBytes: number): FirstFrame {
  const head = bytes[0];
  if (head === undefined) return { frame: undefined, needed: 2 };
  if (head > 7) throw new ZmtpError("A frame has flags that are not known.");
  const isLong = (head & flags.long) !== 0;
  const headLength = isLong ? 9 : 2;
  if (bytes.length < headLength) return { frame: undefined, needed: headLength };
  const size = isLong ? Number(bytes.readBigUInt64BE(1)) : (bytes[1] ?? 0);
  if (size > mostBytes) throw new ZmtpError(`A frame of ${size} bytes is more than ${mostBytes}.`);
  const length = headLength + size;
  if (bytes.length < length) return { frame: undefined, needed: length };
  const kind = (head & flags.command) === 0 ? "part" : "command";
  const more = (head & flags.more) !== 0;
  return { frame: { kind, more, body: bytes.subarray(headLength, length) }, length };
}

function frameHead(flag: number, size: number): Buffer {
  if (size < 256) return Buffer.from([flag, size]);
  const head = Buffer.allocUnsafe(9);
  head[0] = flag | flags.long;
  head.writeBigUInt64BE(BigInt(size), 1);
  return head;
}

/** Parts up to so many bytes are copied into one piece, which costs less than a write for each. */
const copiedBytes = 64 * 1024;

/** A message of several parts, as the pieces that are to be written one after the other. */
export function encodeParts(parts: readonly Uint8Array[]): readonly Uint8Array[] {
  const pieces = parts.flatMap((part, index) => [
    frameHead(index < parts.length - 1 ? flags.more : 0, part.byteLength),
    part,
  ]);
  const length = pieces.reduce((sum, { byteLength }) => sum + byteLength, 0);
  return length > copiedBytes ? pieces : [Buffer.concat(pieces, length)];
}

/** A command and what it says. */
export interface Command {
  readonly name: string;
  readonly data: Buffer;
}

export function encodeCommand(name: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from([name.length]), Buffer.from(name, "latin1"), data]);
  return Buffer.concat([frameHead(flags.command, body.length), body]);
}

/** Throws a {@link ZmtpError} where the body is no command. */
export function decodeCommand(body: Buffer): Command {
  const end = 1 + (body[0] ?? 0);
  if (body.length < end || end === 1) throw new ZmtpError("A command has no name.");
  return { name: body.toString("latin1", 1, end), data: body.subarray(end) };
}

/** What a peer says of itself before any message. */
export interface PeerProperties {
  /** `DEALER`, `SUB`, … */
  readonly socketType: string;
  /** What it is to be known by; undefined where it has chosen nothing. */
  readonly identity: Buffer | undefined;
}

export function encodeReady(socketType: string): Buffer {
  const properties = [property("Socket-Type", socketType), property("Identity", "")];
  return encodeCommand("READY", Buffer.concat(properties));
}

function property(name: string, value: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(value.length);
  return Buffer.concat([
    Buffer.from([name.length]),
    Buffer.from(name, "latin1"),
    length,
    Buffer.from(value, "latin1"),
  ]);
}

/** Reads the data of a READY. Throws a {@link ZmtpError}. */
export function decodeReady(data: Buffer): PeerProperties {
  const values = new Map<string, Buffer>();
  for (let at = 0; at < data.length;) {
    const nameEnd = at + 1 + (data[at] ?? 0);
    if (data.length < nameEnd + 4) throw new ZmtpError("A READY breaks off.");
    const end = nameEnd + 4 + data.readUInt32BE(nameEnd);
    if (data.length < end) throw new ZmtpError("A READY breaks off.");
    values.set(data.toString("latin1", at + 1, nameEnd).toLowerCase(), data.subarray(nameEnd + 4, end));
    at = end;
  }
  const identity = values.get("identity");
  return {
    socketType: values.get("socket-type")?.toString("latin1") ?? "",
    identity: identity === undefined || identity.length === 0 ? undefined : Buffer.from(identity),
  };
}
