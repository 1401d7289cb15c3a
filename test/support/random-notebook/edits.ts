/** What a person does to the cells of a notebook, at random. */
import { randomCell, randomPiece, randomStroke } from "./code.ts";
import type { Random } from "./random.ts";

/** The code of each cell; null for one without code. */
export type Cells = readonly (string | null)[];

const mostCells = 12;

/** The cells after one edit: typing above all, then cells that are made, split, joined, moved and removed. */
export function editedCells(random: Random, cells: Cells): Cells {
  const cell = random.below(cells.length);
  const text = cells[cell];
  const chance = random.share();
  if (text === undefined || chance < 0.08 || cells.length === 0)
    return cells.length < mostCells ? cells.toSpliced(cell, 0, randomCell(random)) : cells.toSpliced(cell, 1);
  if (chance < 0.13) return cells.length > 2 ? cells.toSpliced(cell, 1) : cells;
  if (chance < 0.18) return cells.toSpliced(cell, 1).toSpliced(random.below(cells.length), 0, text);
  if (text === null) return cells.with(cell, randomCell(random));
  if (chance < 0.23) return split(random, cells, cell, text);
  if (chance < 0.28) return joined(cells, cell, text);
  if (chance < 0.3) return cells.with(cell, randomCell(random));
  return cells.with(cell, typed(random, text));
}

/** The text after one edit: something typed, pasted or taken away. */
export function typed(random: Random, text: string): string {
  const at = random.below(text.length + 1);
  const chance = random.share();
  if (chance < 0.45) return text.slice(0, at) + randomStroke(random) + text.slice(at);
  if (chance < 0.7) return text.slice(0, at) + text.slice(at + 1 + random.below(random.chance(0.8) ? 2 : 30));
  const ends = lineStarts(text);
  const start = random.of(ends);
  return `${text.slice(0, start)}${randomPiece(random)}\n${text.slice(start)}`;
}

function lineStarts(text: string): readonly number[] {
  return [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
}

function split(random: Random, cells: Cells, cell: number, text: string): Cells {
  const at = random.below(text.length + 1);
  return cells.toSpliced(cell, 1, text.slice(0, at), text.slice(at));
}

function joined(cells: Cells, cell: number, text: string): Cells {
  const next = cells[cell + 1];
  return typeof next === "string" ? cells.toSpliced(cell, 2, `${text}\n${next}`) : cells;
}
