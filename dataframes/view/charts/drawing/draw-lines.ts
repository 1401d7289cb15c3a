/** Values over time or numbers; a missing value leaves a gap. Pure. */
import { colourOf, markOf } from "./drawing.ts";
import type { Drawing, Drawn } from "./drawing.ts";
import { extentOfX, plane } from "./plane.ts";
import { rounded } from "../scene/scene.ts";
import type { Mark, Shape } from "../scene/scene.ts";

export function drawLines(drawing: Drawing, fromZero: boolean): Drawn {
  const { points, series } = drawing.data;
  const values = points.flatMap(({ y }) => (y === null ? [] : [y]));
  const { x, y, inner, height, shapes } = plane(drawing, extentOfX(drawing), values, fromZero, 6);
  const paths = series.map(() => "");
  const alone: Shape[] = [];
  const marks: Mark[] = [];
  points.forEach((point, index) => {
    if (point.y === null) return;
    const [before, after] = [points[index - 1], points[index + 1]];
    const goesOn = before?.series === point.series && before.y !== null;
    const at = { x: rounded(x.place(point.x)), y: rounded(y.place(point.y)) };
    paths[point.series] = `${paths[point.series] ?? ""}${goesOn ? "L" : "M"}${at.x},${at.y}`;
    // A line of one point is none.
    if (!goesOn && (after?.series !== point.series || after.y === null))
      alone.push({
        tag: "circle",
        attributes: { cx: at.x, cy: at.y, r: 2.5, fill: colourOf(drawing, point.series) },
      });
    marks.push(markOf(drawing, index, { ...at, reach: { ...inner, x: at.x } }));
  });
  const lines = paths.map((d, index): Shape => {
    const stroke = colourOf(drawing, index);
    return {
      tag: "path",
      attributes: { d, fill: "none", stroke, "stroke-width": 1.75, "stroke-linejoin": "round" },
    };
  });
  return { shapes: [...shapes, ...lines, ...alone], marks, height, order: "right", byColumn: true };
}
