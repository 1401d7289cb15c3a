/** How many different 64-bit values there are, without keeping them. */

/** Bits for each value: four keep the error below a thousandth. */
const bitsPerValue = 4;
const mostBits = 1 << 27;

/** Marks a bit for each value's hash and counts those that stay clear (Whang's linear counting). */
export function estimateDifferent(values: Float64Array | BigInt64Array | BigUint64Array): number {
  const bits = Math.min(mostBits, 1 << Math.ceil(Math.log2(Math.max(32, values.length * bitsPerValue))));
  const marks = new Uint32Array(bits / 32);
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length * 2);
  const mask = bits - 1;
  for (let at = 0; at < words.length; at += 2) {
    let hash = Math.imul((words[at] ?? 0) ^ Math.imul(words[at + 1] ?? 0, 0x9e3779b1), 0x85ebca6b);
    hash ^= hash >>> 13;
    hash = Math.imul(hash, 0xc2b2ae35);
    hash = (hash ^ (hash >>> 16)) & mask;
    marks[hash >>> 5] = (marks[hash >>> 5] ?? 0) | (1 << (hash & 31));
  }
  const set = bitsSet(marks);
  const estimate = set === bits ? values.length : Math.round(-bits * Math.log(1 - set / bits));
  return Math.min(estimate, values.length);
}

function bitsSet(marks: Uint32Array): number {
  let set = 0;
  for (let at = 0; at < marks.length; at += 1) {
    // Counted side by side: in pairs of bits, in fours, in eights.
    const mark = marks[at] ?? 0;
    const pairs = mark - ((mark >>> 1) & 0x55555555);
    const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
    set += Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return set;
}
