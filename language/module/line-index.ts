/** Offsets of a text as the Language Server Protocol's positions, and back. Lines end with \n, \r\n or \r. */

/** 0-based line, and UTF-16 units from its start. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** From `start` up to `end`. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export class LineIndex {
  readonly #text: string;
  #starts: readonly number[] | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  /** Of the start of each line. */
  get starts(): readonly number[] {
    return (this.#starts ??= [
      0,
      ...[...this.#text.matchAll(/\r\n?|\n/g)].map((end) => end.index + end[0].length),
    ]);
  }

  /** Positions outside of the text become the nearest inside. */
  offsetAt({ line, character }: Position): number {
    if (line < 0) return 0;
    const start = this.starts[line];
    if (start === undefined) return this.#text.length;
    return Math.max(start, Math.min(start + character, this.#endOf(line)));
  }

  positionAt(offset: number): Position {
    const { starts } = this;
    const within = Math.max(0, Math.min(offset, this.#text.length));
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if ((starts[middle] ?? 0) <= within) low = middle;
      else high = middle;
    }
    return { line: low, character: within - (starts[low] ?? 0) };
  }

  rangeAt(start: number, end: number): Range {
    return { start: this.positionAt(start), end: this.positionAt(end) };
  }

  /** Before the line's end marks. */
  #endOf(line: number): number {
    const next = this.starts[line + 1];
    if (next === undefined) return this.#text.length;
    return this.#text[next - 1] === "\n" && this.#text[next - 2] === "\r" ? next - 2 : next - 1;
  }
}
