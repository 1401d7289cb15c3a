/** A drawn chart as plain data: what stands in the picture, and what one can point at in it. */

/** An element of SVG; its text is only ever text. */
export interface Shape {
  readonly tag: "rect" | "line" | "path" | "circle" | "text";
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly text?: string;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A bar, point, bin or dot. */
export interface Mark {
  readonly series: number;
  /** Where the tooltip stands. */
  readonly x: number;
  readonly y: number;
  /** What lights up; a ring around the place where there is none. */
  readonly box?: Box;
  /** Where the pointer means this mark, if that is more than {@link box}. */
  readonly reach?: Box;
  readonly lines: readonly string[];
}

export interface Scene {
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
  /** Series after series, each in the order of the keys. */
  readonly marks: readonly Mark[];
  /** The way from one mark of a series to the next; the other arrows change the series. */
  readonly order: "right" | "down";
  /** Whether the pointer means the nearest mark of the column it is in, wherever it is in it. */
  readonly byColumn: boolean;
}

export const fontSize = 12;

/** Two digits behind the point are finer than any screen. */
export function rounded(place: number): number {
  return Math.round(place * 100) / 100;
}
