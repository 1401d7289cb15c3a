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
  let set = 0;
  for (let mark of marks) for (; mark !== 0; mark &= mark - 1) set += 1;
  const estimate = set === bits ? values.length : Math.round(-bits * Math.log(1 - set / bits));
  return Math.min(estimate, values.length);
}
