/**
 * The binary layout of the sub-protocol `v1.kernel.websocket.jupyter.org`: the number of offsets and the offsets as 64-bit
 * little-endian integers, then channel, header, parent header, metadata, content and buffers, one after the other.
 */
import * as z from "zod";
import { ChannelSchema, MessageHeaderSchema, ProtocolError } from "./message.ts";
import type { Channel, Message, MessageHeader } from "./message.ts";
import { namesOfTexts, putTextsBack } from "./texts-apart.ts";

/** Name of the sub-protocol. */
export const subprotocol = "v1.kernel.websocket.jupyter.org";

/** A message whose content is still JSON text, passed on without being parsed. */
export interface RawFrame {
  readonly channel: Channel;
  readonly header: MessageHeader;
  readonly parentHeader: MessageHeader | undefined;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly content: Uint8Array;
  readonly buffers: readonly Uint8Array[];
}

/** A frame on its way out. */
export interface OutgoingFrame extends RawFrame {
  /**
   * The buffers follow the content in one memory, and so many bytes before it there are nobody's: the message is made in its place
   * where its head is no longer than that.
   */
  readonly room?: number;
}

/** Parts before the buffers: channel, header, parent header, metadata, content. */
const fixedParts = 5;
const mostParts = 10_000;
const MetadataSchema = z.record(z.string(), z.unknown());
const utf8 = new TextDecoder("utf-8", { fatal: true });

/** One message as bytes: each part is written once, where it is sent from, or stays where it is. */
export function encodeFrame({ room = 0, ...frame }: OutgoingFrame): Uint8Array {
  const head = [
    frame.channel,
    JSON.stringify(frame.header),
    frame.parentHeader === undefined ? "{}" : JSON.stringify(frame.parentHeader),
    JSON.stringify(frame.metadata),
  ];
  const body = [frame.content, ...frame.buffers];
  const headLengths = head.map((part) => Buffer.byteLength(part));
  const bodyLengths = body.map((part) => part.byteLength);
  const offsetsLength = 8 * (head.length + body.length + 2);
  const headLength = offsetsLength + sum(headLengths);
  const length = headLength + sum(bodyLengths);
  const inPlace = headLength <= room;
  const bytes = inPlace
    ? Buffer.from(frame.content.buffer, frame.content.byteOffset - headLength, length)
    : Buffer.allocUnsafe(length);
  if (!inPlace) {
    let at = headLength;
    for (const part of body) {
      bytes.set(part, at);
      at += part.byteLength;
    }
  }
  let end = offsetsLength;
  bytes.writeBigUInt64LE(BigInt(head.length + body.length + 1), 0);
  bytes.writeBigUInt64LE(BigInt(end), 8);
  [...headLengths, ...bodyLengths].forEach((partLength, index) => {
    end += partLength;
    bytes.writeBigUInt64LE(BigInt(end), 8 * (index + 2));
  });
  let at = offsetsLength;
  for (const part of head) at += bytes.write(part, at);
  return bytes;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** Throws {@link ProtocolError} for anything that is not a message. */
export function decodeFrame(bytes: Uint8Array): RawFrame {
  const parts = splitParts(bytes);
  const [channel, header, parent, metadata, content, ...buffers] = parts;
  if (content === undefined) throw bad(`it has ${parts.length} parts, at least ${fixedParts} are needed`);
  const parentHeader = parseJson(parent, "parent header");
  return {
    channel: check(ChannelSchema, decodeText(channel, "channel"), "channel"),
    header: check(MessageHeaderSchema, parseJson(header, "header"), "header"),
    parentHeader: MessageHeaderSchema.safeParse(parentHeader).data,
    metadata: check(MetadataSchema, parseJson(metadata, "metadata"), "metadata"),
    content,
    buffers,
  };
}

/** {@link encodeFrame} of a message whose content is a value. */
export function encodeMessage(message: Message): Uint8Array {
  return encodeFrame({ ...message, content: Buffer.from(JSON.stringify(message.content ?? {})) });
}

/** {@link decodeFrame}, with the content parsed from JSON. */
export function decodeMessage(bytes: Uint8Array): Message {
  const frame = decodeFrame(bytes);
  return withTexts({ ...frame, content: parseJson(frame.content, "content") });
}

/** Long texts that came beside the content are put where they belong. */
function withTexts(message: Message): Message {
  const names = message.buffers.length > 0 ? namesOfTexts(message.metadata) : undefined;
  const content = names && putTextsBack(message.content, names, message.buffers);
  if (content === undefined) return message;
  const { pipenb, ...metadata } = message.metadata;
  const own = typeof pipenb === "object" ? { ...pipenb, texts: undefined } : pipenb;
  return { ...message, metadata: { ...metadata, pipenb: own }, content, buffers: [] };
}

function splitParts(bytes: Uint8Array): Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength < 8) throw bad("it is too short");
  const count = Number(view.getBigUint64(0, true));
  if (count < 2 || count > mostParts || 8 * (count + 1) > bytes.byteLength)
    throw bad(`it says to have ${count} offsets`);
  const offsets = Array.from({ length: count }, (_, index) =>
    Number(view.getBigUint64(8 * (index + 1), true)),
  );
  return offsets.slice(1).map((end, index) => {
    const start = offsets[index] ?? 0;
    if (start < 8 * (count + 1) || end < start || end > bytes.byteLength)
      throw bad(`part ${index + 1} lies outside`);
    return bytes.subarray(start, end);
  });
}

function decodeText(part: Uint8Array | undefined, name: string): string {
  try {
    return utf8.decode(part);
  } catch (cause) {
    throw new ProtocolError("bad-message", `The message's ${name} is not UTF-8.`, { cause });
  }
}

function parseJson(part: Uint8Array | undefined, name: string): unknown {
  const text = decodeText(part, name);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ProtocolError("bad-message", `The message's ${name} is not JSON.`, { cause });
  }
}

function check<T>(schema: z.ZodType<T>, value: unknown, name: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new ProtocolError("bad-message", `The message's ${name} is wrong: ${z.prettifyError(parsed.error)}`);
}

function bad(why: string): ProtocolError {
  return new ProtocolError("bad-frame", `The bytes are no ${subprotocol} message: ${why}.`);
}
