/** The different texts of a column, each once, by the order of their first appearance. They lie in memory as UTF-8 and become strings when somebody needs them. */
import { DataframeError } from "../../protocol/dataframe-error.ts";

const firstTexts = 1 << 10;
const firstBytes = 1 << 16;
/** Of different texts; what is kept when nobody asks is bounded elsewhere. */
const mostBytes = 2 ** 31;

export class TextTable {
  /** Open addressing by the hash of a text's bytes: its code plus one. */
  #slots = new Uint32Array(firstTexts * 4);
  #hashes = new Uint32Array(firstTexts);
  /** Where each text begins; the last one ends where the next begins. */
  #starts = new Uint32Array(firstTexts + 1);
  #bytes = Buffer.allocUnsafe(firstBytes);
  #length = 0;
  #strings: string[] | undefined;

  /** How many different texts there are; codes are below. */
  get length(): number {
    return this.#length;
  }

  /** What the texts take, about. */
  get byteLength(): number {
    return this.#bytes.byteLength + this.#slots.byteLength + this.#hashes.byteLength * 2;
  }

  /** The code of a text that lies in memory. */
  codeOf(bytes: Uint8Array, from: number, to: number): number {
    let hash = 0x811c9dc5;
    for (let at = from; at < to; at += 1) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
    hash = (hash ^ (hash >>> 15)) >>> 0;
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const code = (slots[slot] ?? 0) - 1;
      if (code === -1) {
        slots[slot] = this.#length + 1;
        return this.#keep(hash, bytes, from, to);
      }
      if (this.#hashes[code] === hash && this.#equal(code, bytes, from, to)) return code;
    }
  }

  text(code: number): string {
    return (
      this.#strings?.[code] ??
      this.#bytes.toString("utf8", this.#starts[code] ?? 0, this.#starts[code + 1] ?? 0)
    );
  }

  /** All of them, by their codes; kept for the next who asks. */
  all(): readonly string[] {
    return (this.#strings ??= Array.from({ length: this.#length }, (_, code) => this.text(code)));
  }

  /** In the order of code points, which is that of their bytes. */
  compare(one: number, other: number): number {
    const [from, next] = [this.#starts[one] ?? 0, this.#starts[other] ?? 0];
    const [length, rest] = [(this.#starts[one + 1] ?? 0) - from, (this.#starts[other + 1] ?? 0) - next];
    const both = Math.min(length, rest);
    for (let at = 0; at < both; at += 1) {
      const order = (this.#bytes[from + at] ?? 0) - (this.#bytes[next + at] ?? 0);
      if (order !== 0) return order;
    }
    return length - rest;
  }

  /** Four bytes of a text from a place on, as one number in their order; zeros where it has ended. */
  fourBytes(code: number, at: number): number {
    const from = (this.#starts[code] ?? 0) + at;
    const end = this.#starts[code + 1] ?? 0;
    const bytes = this.#bytes;
    if (from + 4 <= end)
      return (
        (((bytes[from] ?? 0) << 24) |
          ((bytes[from + 1] ?? 0) << 16) |
          ((bytes[from + 2] ?? 0) << 8) |
          (bytes[from + 3] ?? 0)) >>>
        0
      );
    let value = 0;
    for (let place = 0; place < 4; place += 1)
      value = value * 256 + (from + place < end ? (bytes[from + place] ?? 0) : 0);
    return value;
  }

  #equal(code: number, bytes: Uint8Array, from: number, to: number): boolean {
    let kept = this.#starts[code] ?? 0;
    if ((this.#starts[code + 1] ?? 0) - kept !== to - from) return false;
    for (let at = from; at < to; at += 1, kept += 1) if (this.#bytes[kept] !== bytes[at]) return false;
    return true;
  }

  #keep(hash: number, bytes: Uint8Array, from: number, to: number): number {
    const code = this.#length;
    if (code === this.#hashes.length) {
      this.#hashes = grown(this.#hashes, code * 2);
      this.#starts = grown(this.#starts, code * 2 + 1);
    }
    const start = this.#starts[code] ?? 0;
    const end = start + to - from;
    if (end > this.#bytes.length) this.#makeRoom(end);
    const kept = this.#bytes;
    for (let at = from, place = start; at < to; at += 1, place += 1) kept[place] = bytes[at] ?? 0;
    this.#hashes[code] = hash;
    this.#starts[code + 1] = end;
    this.#length += 1;
    if (this.#length * 2 > this.#slots.length) this.#spread();
    return code;
  }

  #makeRoom(needed: number): void {
    if (needed > mostBytes)
      throw new DataframeError(
        "failed",
        "The different texts of a column take more than 2 GiB, too much to sort, filter or summarize by. Leave the column out, or shorten its texts in a cell.",
      );
    const bytes = Buffer.allocUnsafe(Math.max(needed, this.#bytes.length * 2));
    bytes.set(this.#bytes);
    this.#bytes = bytes;
  }

  #spread(): void {
    const slots = new Uint32Array(this.#slots.length * 4);
    const mask = slots.length - 1;
    for (let code = 0; code < this.#length; code += 1) {
      let slot = (this.#hashes[code] ?? 0) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = code + 1;
    }
    this.#slots = slots;
  }
}

function grown(array: Uint32Array, length: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(length);
  larger.set(array);
  return larger;
}
