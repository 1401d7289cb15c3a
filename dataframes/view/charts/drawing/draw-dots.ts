/** Single rows, one number against another. Pure. */
import { colourOf, markOf } from "./drawing.ts";
import type { Drawing, Drawn } from "./drawing.ts";
import { extentOfX, plane } from "./plane.ts";
import { rounded } from "../scene/scene.ts";
import type { Mark, Shape } from "../scene/scene.ts";

export function drawDots(drawing: Drawing): Drawn {
  const { points } = drawing.data;
  const values = points.flatMap(({ y }) => (y === null ? [] : [y]));
  const { x, y, height, shapes } = plane(drawing, extentOfX(drawing), values, false, 8);
  // Where many lie on each other, more of them make a stronger colour.
  const opacity = points.length > 1_500 ? 0.45 : points.length > 300 ? 0.65 : 0.85;
  const dots: Shape[] = [];
  const marks: Mark[] = [];
  points.forEach((point, index) => {
    if (point.y === null) return;
    const at = { x: rounded(x.place(point.x)), y: rounded(y.place(point.y)) };
    const fill = colourOf(drawing, point.series);
    dots.push({ tag: "circle", attributes: { cx: at.x, cy: at.y, r: 3, fill, "fill-opacity": opacity } });
    marks.push(markOf(drawing, index, at));
  });
  // No colour lies on top of all others.
  dots.sort((one, other) => Number(one.attributes["cx"]) - Number(other.attributes["cx"]));
  return { shapes: [...shapes, ...dots], marks, height, order: "right", byColumn: false };
}
