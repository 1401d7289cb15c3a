/** A stable sort of unsigned integers of 32 or 64 bits, with what hangs on them. */

const digitBits = 11;
const digits = 1 << digitBits;

/** Sorts `items` by keys of the same positions; `high` is absent where keys have 32 bits. All three are overwritten. */
export function radixSort(
  items: Uint32Array,
  low: Uint32Array,
  high: Uint32Array | undefined,
  check: () => void,
): void {
  const { length } = items;
  const spare = [new Uint32Array(length), new Uint32Array(length), high && new Uint32Array(length)] as const;
  let from: Three = [items, low, high];
  let to: Three = [...spare];
  for (const [word, shift] of [
    [1, 0],
    [1, digitBits],
    [1, digitBits * 2],
    [2, 0],
    [2, digitBits],
    [2, digitBits * 2],
  ] as const) {
    const keys = from[word];
    if (keys === undefined) break;
    check();
    if (pass(from, to, keys, shift)) [from, to] = [to, from];
  }
  if (from[0] === items) return;
  items.set(from[0]);
  low.set(from[1]);
  if (from[2] !== undefined) high?.set(from[2]);
}

type Three = readonly [Uint32Array, Uint32Array, Uint32Array | undefined];

/** False when all keys have the same digit, so that nothing was to be done. */
function pass(from: Three, to: Three, keys: Uint32Array, shift: number): boolean {
  const starts = new Uint32Array(digits);
  const [items, low, high] = from;
  const { length } = items;
  for (let at = 0; at < length; at += 1) {
    const digit = ((keys[at] ?? 0) >>> shift) & (digits - 1);
    starts[digit] = (starts[digit] ?? 0) + 1;
  }
  let sum = 0;
  for (let digit = 0; digit < digits; digit += 1) {
    const count = starts[digit] ?? 0;
    if (count === length) return false;
    starts[digit] = sum;
    sum += count;
  }
  const [toItems, toLow, toHigh] = to;
  for (let at = 0; at < length; at += 1) {
    const digit = ((keys[at] ?? 0) >>> shift) & (digits - 1);
    const place = starts[digit] ?? 0;
    starts[digit] = place + 1;
    toItems[place] = items[at] ?? 0;
    toLow[place] = low[at] ?? 0;
    if (toHigh !== undefined && high !== undefined) toHigh[place] = high[at] ?? 0;
  }
  return true;
}
