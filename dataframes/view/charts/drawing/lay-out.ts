/** Draws a chart as plain shapes: title, legend, axes, marks. Pure. */
import { offsetSeconds } from "../../../values/format-instant.ts";
import type { ChartData } from "../chart-data.ts";
import type { Choice } from "../choice.ts";
import { titleOf, valueName } from "../labels.ts";
import { type Box, fontSize, type Mark, rounded, type Scene, type Shape } from "../scene/scene.ts";
import type { Palette } from "../theme/palette.ts";
import { drawBars } from "./draw-bars.ts";
import { colourOf, type Drawing, type Drawn, markOf } from "./drawing.ts";
import { fitting } from "./fitting.ts";
import { legend } from "./legend.ts";
import { extentOfX, plane } from "./plane.ts";
import { Stack } from "./stack.ts";

/** @param width of the picture @param measure how wide a text is */
export function layOut(
  data: ChartData,
  choice: Choice,
  columnNames: readonly string[],
  palette: Palette,
  width: number,
  measure: (text: string) => number,
): Scene {
  const color = choice.color === undefined ? undefined : columnNames[choice.color];
  const title: Shape = {
    tag: "text",
    attributes: { x: 8, y: 20, fill: palette.ink, "font-weight": 600, "font-size": fontSize + 1 },
    text: fitting(titleOf(choice, columnNames), width - 16, (text) => measure(text) * 1.15),
  };
  const key = color === undefined ? { shapes: [], bottom: 30 } : legend(data, palette, color, width, measure);
  const names = {
    x: axisName(columnNames[choice.x] ?? "", data),
    value: valueName(choice, columnNames),
    color,
  };
  const drawing: Drawing = { data, palette, names, width, top: key.bottom, measure };
  const drawn: Drawn = draw(choice, drawing);
  const background: Shape = {
    tag: "rect",
    attributes: { x: 0, y: 0, width, height: drawn.height, fill: palette.background },
  };
  return { ...drawn, width, shapes: [background, title, ...key.shapes, ...drawn.shapes] };
}

function draw({ kind, aggregate }: Choice, drawing: Drawing): Drawn {
  // Counts and sums add up, and say how much only where they start from 0.
  const whole = aggregate === "count" || aggregate === "sum";
  switch (kind) {
    case "bar":
      return drawBars(drawing, whole);
    case "line":
      return drawLines(drawing, whole);
    case "histogram":
      return drawHistogram(drawing);
    case "scatter":
      return drawDots(drawing);
  }
}

function axisName(name: string, { scale, zone }: ChartData): string {
  if (scale === "seconds") return `${name} (seconds)`;
  if (scale !== "time" || zone === undefined) return name;
  return `${name} (${offsetSeconds(0, zone) === undefined ? "UTC" : zone})`;
}

/** Single rows, one number against another. Pure. */
function drawDots(drawing: Drawing): Drawn {
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

/** Values over time or numbers; a missing value leaves a gap. Pure. */
function drawLines(drawing: Drawing, fromZero: boolean): Drawn {
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

/** Rows per bin. Pure. */
function drawHistogram(drawing: Drawing): Drawn {
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
