/** Draws a chart as plain shapes: title, legend, axes, marks. Pure. */
import { offsetSeconds } from "../../../values/format-instant.ts";
import { drawBars } from "./draw-bars.ts";
import { drawDots } from "./draw-dots.ts";
import { drawHistogram } from "./draw-histogram.ts";
import { drawLines } from "./draw-lines.ts";
import type { Drawing, Drawn } from "./drawing.ts";
import { fitting } from "./fitting.ts";
import { legend } from "./legend.ts";
import { fontSize } from "../scene/scene.ts";
import type { Scene, Shape } from "../scene/scene.ts";
import type { ChartData } from "../chart-data.ts";
import type { Choice } from "../choice.ts";
import type { Palette } from "../theme/palette.ts";
import { titleOf, valueName } from "../labels.ts";

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
