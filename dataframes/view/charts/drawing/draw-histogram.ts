/** Rows per bin. Pure. */
import { colourOf, markOf } from "./drawing.ts";
import type { Drawing, Drawn } from "./drawing.ts";
import { extentOfX, plane } from "./plane.ts";
import { rounded } from "../scene/scene.ts";
import type { Box, Mark, Shape } from "../scene/scene.ts";
import { Stack } from "./stack.ts";

export function drawHistogram(drawing: Drawing): Drawn {
  const { points } = drawing.data;
  const stack = new Stack();
  const spans = points.map((point) => stack.add(point.x, point.y ?? 0));
  const [low, high] = extentOfX(drawing);
  const { x, y, inner, height, shapes } = plane(drawing, [low, high], spans.flat(), true, 0);
  const bars: Shape[] = [];
  const marks: Mark[] = [];
  points.forEach((point, index) => {
    const [from, to] = spans[index] ?? [0, 0];
    // A bin of one value has no width of its own.
    const ends =
      point.x === point.x2 && low === high
        ? [inner.x + inner.width * 0.4, inner.x + inner.width * 0.6]
        : [x.place(point.x), x.place(point.x2)];
    const [start = 0, end = 0] = ends;
    const width = Math.max(1, end - start - (end - start > 4 ? 1 : 0));
    const box: Box = {
      x: rounded(start + (end - start > 4 ? 0.5 : 0)),
      y: rounded(y.place(to)),
      width: rounded(width),
      height: rounded(y.place(from) - y.place(to)),
    };
    bars.push({ tag: "rect", attributes: { ...box, fill: colourOf(drawing, point.series) } });
    const reach =
      drawing.data.series.length > 1 ? box : { ...inner, x: rounded(start), width: rounded(end - start) };
    marks.push(markOf(drawing, index, { x: rounded((start + end) / 2), y: box.y, box, reach }));
  });
  return { shapes: [...shapes, ...bars], marks, height, order: "right", byColumn: false };
}
