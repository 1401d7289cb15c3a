/**
 * Where the stretches of a notebook's module come from, in both directions. A verbatim stretch is the cell's text, place for
 * place. An atom is one word of a cell that has another name in the module: it maps as a whole. What lies between is generated
 * and comes from no cell. The rules are those of TypeScript's own span maps. All places are UTF-16 offsets.
 */

/** A place in a cell. */
export interface CellPlace {
  readonly cell: number;
  readonly offset: number;
}

/** A stretch of a cell. */
export interface CellSpan {
  readonly cell: number;
  readonly start: number;
  readonly end: number;
}

/** A stretch of a cell and what is to stand there. */
export interface CellEdit extends CellSpan {
  readonly text: string;
}

/** One stretch; those of a module are ordered by `at`, those of a cell also by `start`. */
export interface Segment extends CellSpan {
  readonly kind: "verbatim" | "atom";
  /** In the module. */
  readonly at: number;
  readonly length: number;
  /** What a new name is written behind in the cell: `name: ` where `{ name }` stood for a property as well. */
  readonly prefix: string;
}

export class SegmentMap {
  readonly #segments: readonly Segment[];
  readonly #ofCell = new Map<number, Segment[]>();

  constructor(segments: readonly Segment[]) {
    this.#segments = segments;
    for (const segment of segments) {
      const all = this.#ofCell.get(segment.cell);
      if (all === undefined) this.#ofCell.set(segment.cell, [segment]);
      else all.push(segment);
    }
  }

  get segments(): readonly Segment[] {
    return this.#segments;
  }

  /** undefined for a cell that is not in the module, and for text that the module leaves out. */
  toModule(cell: number, offset: number): number | undefined {
    const all = this.#ofCell.get(cell) ?? [];
    // Two may touch the offset; the word that has another name in the module is meant.
    const index = lastIndex(all, ({ start }) => start <= offset);
    const touching = all.slice(Math.max(0, index - 1), index + 1).filter(({ end }) => offset <= end);
    const found = touching.find(({ kind }) => kind === "atom") ?? touching.at(-1);
    if (found === undefined) return undefined;
    if (found.kind === "atom" && offset === found.end) return found.at + found.length;
    // A name may be written with escapes, which make it longer than it is.
    return found.at + Math.min(offset - found.start, found.length);
  }

  /** undefined in generated text. */
  toCell(at: number): CellPlace | undefined {
    const segment = this.#startingBefore(at, at);
    return segment === undefined ? undefined : { cell: segment.cell, offset: offsetIn(segment, at) };
  }

  /** undefined where an end lies in generated text, or the ends in two cells. */
  spanToCell(start: number, end: number): CellSpan | undefined {
    const first = this.#startingBefore(start, end);
    const last = this.#endingBehind(start, end);
    if (first === undefined || last === undefined || first.cell !== last.cell) return undefined;
    const span = { cell: first.cell, start: offsetIn(first, start), end: offsetIn(last, end) };
    return span.start <= span.end ? span : undefined;
  }

  /** For what must be shown somewhere: ends in generated text move to the nearest text of the cell that `start` is in or behind. */
  nearestSpan(start: number, end: number): CellSpan | undefined {
    const exact = this.spanToCell(start, end);
    if (exact !== undefined) return exact;
    const index = lastIndex(this.#segments, ({ at }) => at <= start);
    const first = this.#segments[index] ?? this.#segments[0];
    if (first === undefined) return undefined;
    const from = offsetIn(first, start);
    const last = this.#segments.findLast(({ cell, at }) => cell === first.cell && at <= end) ?? first;
    return { cell: first.cell, start: from, end: Math.max(from, offsetIn(last, end)) };
  }

  /** The edit of the cell that an edit of the module means; undefined where it touches what no cell holds. */
  editToCell(start: number, end: number, text: string): CellEdit | undefined {
    const span = this.spanToCell(start, end);
    if (span === undefined) return undefined;
    const atom = (this.#ofCell.get(span.cell) ?? []).find(
      (each) => each.kind === "atom" && each.at === start && each.at + each.length === end,
    );
    if (atom !== undefined) return { ...span, text: `${atom.prefix}${text}` };
    return this.#cutsAtom(start, end) || this.#holdsGenerated(start, end) ? undefined : { ...span, text };
  }

  /** The stretch of the module that a cell takes; undefined for a cell that is not in it. */
  moduleSpanOf(cell: number): { readonly start: number; readonly end: number } | undefined {
    const all = this.#ofCell.get(cell);
    const [first, last] = [all?.[0], all?.at(-1)];
    return first === undefined || last === undefined
      ? undefined
      : { start: first.at, end: last.at + last.length };
  }

  /** The segment that holds `at`: the one that starts there rather than the one that ends there, unless the span is empty. */
  #startingBefore(at: number, end: number): Segment | undefined {
    const index = lastIndex(this.#segments, (each) => each.at <= at);
    const segment = this.#segments[index];
    if (segment === undefined) return undefined;
    const previous = this.#segments[index - 1];
    if (at === end && segment.at === at && previous !== undefined && touches(previous, at)) {
      if (previous.cell === segment.cell && previous.kind === "atom") return previous;
    }
    return touches(segment, at) ? segment : undefined;
  }

  #endingBehind(start: number, end: number): Segment | undefined {
    if (start === end) return this.#startingBefore(start, end);
    const index = lastIndex(this.#segments, (each) => each.at < end);
    const segment = this.#segments[index];
    return segment !== undefined && touches(segment, end) ? segment : undefined;
  }

  #cutsAtom(start: number, end: number): boolean {
    const inside = (place: number): boolean =>
      this.#segments.some(({ kind, at, length }) => kind === "atom" && at < place && place < at + length);
    return inside(start) || inside(end);
  }

  #holdsGenerated(start: number, end: number): boolean {
    let at = start;
    for (const segment of this.#segments) {
      if (segment.at + segment.length <= at && segment.length > 0) continue;
      if (segment.at >= end) break;
      if (segment.at > at) return true;
      at = segment.at + segment.length;
    }
    return at < end;
  }
}

function touches({ at, length }: Segment, place: number): boolean {
  return at <= place && place <= at + length;
}

/** Inside an atom every place but its end is the word's start, as far as the word goes. */
function offsetIn({ kind, start, end, at, length }: Segment, place: number): number {
  if (kind === "atom" && place >= at + length) return end;
  return Math.max(start, Math.min(start + (place - at), end));
}

function lastIndex<T>(items: readonly T[], holds: (item: T) => boolean): number {
  let [low, high] = [-1, items.length];
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    const item = items[middle];
    if (item !== undefined && holds(item)) low = middle;
    else high = middle;
  }
  return low;
}
