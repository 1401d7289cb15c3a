/** Puts many texts in the order of their code points. */
import { radixSort } from "./radix-sort.ts";
import type { TextTable } from "./string-dictionary.ts";

const bytesPerKey = 8;
/** Fewer are sorted one against the other. */
const fewTexts = 64;
/** Texts that agree in so many bytes are, too. */
const deepest = 96;

/** The place of each text in the order. */
export function rankTexts(texts: TextTable, check: () => void): Uint32Array {
  const order = new Uint32Array(texts.length);
  for (let code = 0; code < order.length; code += 1) order[code] = code;
  sortPart(order, texts, 0, check);
  const ranks = new Uint32Array(texts.length);
  for (let rank = 0; rank < order.length; rank += 1) ranks[order[rank] ?? 0] = rank;
  return ranks;
}

function sortPart(order: Uint32Array, texts: TextTable, depth: number, check: () => void): void {
  if (order.length <= fewTexts || depth >= deepest) {
    order.sort((a, b) => texts.compare(a, b));
    return;
  }
  const low = new Uint32Array(order.length);
  const high = new Uint32Array(order.length);
  for (let at = 0; at < order.length; at += 1) {
    const code = order[at] ?? 0;
    high[at] = texts.fourBytes(code, depth);
    low[at] = texts.fourBytes(code, depth + 4);
  }
  radixSort(order, low, high, check);
  for (let from = 0, to = 1; from < order.length; from = to, to += 1) {
    while (to < order.length && low[to] === low[from] && high[to] === high[from]) to += 1;
    if (to - from > 1) sortPart(order.subarray(from, to), texts, depth + bytesPerKey, check);
  }
}

/** In the order of code points, which differs from that of UTF-16 for characters beyond its first plane. */
export function compareTexts(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    const order = unitAt(a, at) - unitAt(b, at);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** A unit of UTF-16, surrogates moved behind all others. */
function unitAt(text: string, at: number): number {
  if (at >= text.length) return 0;
  const unit = text.charCodeAt(at);
  if (unit < 0xd800) return unit;
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000;
}
