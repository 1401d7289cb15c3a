/** Which mark the pointer or a key means. Pure. */
import type { Box, Mark, Scene } from "./scene.ts";

const nearEnough = 24;

/** The position of the mark at this place, if one is meant. */
export function markAt({ marks, byColumn }: Scene, x: number, y: number): number | undefined {
  const inside = marks.findIndex(({ box }) => box !== undefined && within(box, x, y));
  if (inside >= 0) return inside;
  let best: number | undefined;
  let nearest = Infinity;
  marks.forEach((mark, index) => {
    const [across, along] = [Math.abs(mark.x - x), Math.abs(mark.y - y)];
    let distance = Math.hypot(across, along);
    if (byColumn)
      distance = mark.reach !== undefined && heightOf(mark.reach, y) ? across * 10_000 + along : Infinity;
    else if (mark.reach !== undefined) distance = within(mark.reach, x, y) ? distance : Infinity;
    else if (distance > nearEnough) distance = Infinity;
    if (distance < nearest) [best, nearest] = [index, distance];
  });
  return best;
}

/** Where a key leads from a mark; undefined for a key that leads nowhere. */
export function markAfterKey(
  { marks, order }: Scene,
  from: number | undefined,
  key: string,
): number | undefined {
  if (marks.length === 0) return undefined;
  const last = marks.length - 1;
  if (key === "Home") return 0;
  if (key === "End") return last;
  const [forward, back] = order === "right" ? ["ArrowRight", "ArrowLeft"] : ["ArrowDown", "ArrowUp"];
  const [other, otherBack] = order === "right" ? ["ArrowUp", "ArrowDown"] : ["ArrowRight", "ArrowLeft"];
  if (![forward, back, other, otherBack, "PageDown", "PageUp"].includes(key)) return undefined;
  const here = from === undefined ? undefined : marks[from];
  if (from === undefined || here === undefined) return 0;
  const step = { [forward]: 1, [back]: -1, PageDown: 10, PageUp: -10 }[key];
  if (step !== undefined) return Math.max(0, Math.min(last, from + step));
  return inNextSeries(marks, from, here, key === other ? 1 : -1, order);
}

/** The mark of the next series that is nearest to this one; stays where there is none. */
function inNextSeries(
  marks: readonly Mark[],
  from: number,
  here: Mark,
  direction: number,
  order: Scene["order"],
): number {
  const known = [...new Set(marks.map(({ series }) => series))].sort((one, other) => one - other);
  const wanted = known[known.indexOf(here.series) + direction];
  if (wanted === undefined) return from;
  let best = from;
  let nearest = Infinity;
  marks.forEach((mark, index) => {
    const distance = Math.abs(order === "right" ? mark.x - here.x : mark.y - here.y);
    if (mark.series === wanted && distance < nearest) [best, nearest] = [index, distance];
  });
  return best;
}

function within(box: Box, x: number, y: number): boolean {
  return x >= box.x && x <= box.x + box.width && heightOf(box, y);
}

function heightOf(box: Box, y: number): boolean {
  return y >= box.y && y <= box.y + box.height;
}
