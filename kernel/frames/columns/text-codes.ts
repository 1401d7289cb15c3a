/** Numbers the different texts of a column. */

const inlineBytes = 1 << 16;

export class TextCodes {
  readonly texts: string[] = [];
  readonly #codes = new Map<string, number>();
  /** Open addressing by the hash of a text's bytes: its code plus one. */
  #slots = new Uint32Array(1 << 12);
  #starts = new Uint32Array(1 << 10);
  #lengths = new Uint32Array(1 << 10);
  #bytes = Buffer.alloc(inlineBytes);
  #used = 0;

  codeOf(text: string): number {
    const known = this.#codes.get(text);
    if (known !== undefined) return known;
    this.#codes.set(text, this.texts.length);
    return this.texts.push(text) - 1;
  }

  /** The text is made only once; of a column either all texts come as bytes or none. */
  codeOfBytes(bytes: Uint8Array, from: number, to: number): number {
    let hash = 0x811c9dc5;
    for (let at = from; at < to; at += 1) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
    hash ^= hash >>> 15;
    for (let slot = hash & (this.#slots.length - 1); ; slot = (slot + 1) & (this.#slots.length - 1)) {
      const code = (this.#slots[slot] ?? 0) - 1;
      if (code === -1) {
        this.#slots[slot] = this.texts.length + 1;
        return this.#keep(bytes, from, to);
      }
      if (this.#equal(code, bytes, from, to)) return code;
    }
  }

  #equal(code: number, bytes: Uint8Array, from: number, to: number): boolean {
    if (this.#lengths[code] !== to - from) return false;
    let kept = this.#starts[code] ?? 0;
    for (let at = from; at < to; at += 1, kept += 1) if (this.#bytes[kept] !== bytes[at]) return false;
    return true;
  }

  #keep(bytes: Uint8Array, from: number, to: number): number {
    const code = this.texts.length;
    const length = to - from;
    while (this.#used + length > this.#bytes.length) this.#bytes = Buffer.concat([this.#bytes, this.#bytes]);
    this.#bytes.set(bytes.subarray(from, to), this.#used);
    this.texts.push(this.#bytes.toString("utf8", this.#used, this.#used + length));
    if (code >= this.#starts.length) {
      this.#starts = doubled(this.#starts);
      this.#lengths = doubled(this.#lengths);
    }
    this.#starts[code] = this.#used;
    this.#lengths[code] = length;
    this.#used += length;
    if (this.texts.length * 2 > this.#slots.length) this.#grow();
    return code;
  }

  #grow(): void {
    const slots = new Uint32Array(this.#slots.length * 4);
    for (let code = 0; code < this.texts.length; code += 1) {
      const from = this.#starts[code] ?? 0;
      const to = from + (this.#lengths[code] ?? 0);
      let hash = 0x811c9dc5;
      for (let at = from; at < to; at += 1) hash = Math.imul(hash ^ (this.#bytes[at] ?? 0), 0x01000193);
      hash ^= hash >>> 15;
      let slot = hash & (slots.length - 1);
      while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1);
      slots[slot] = code + 1;
    }
    this.#slots = slots;
  }
}

function doubled(array: Uint32Array): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(array.length * 2);
  larger.set(array);
  return larger;
}
