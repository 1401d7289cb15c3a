/** A value per category, as bars from left to right, so that their names can be read. Pure. */
import { colourOf, markOf } from "./drawing.ts";
import type { Drawing, Drawn } from "./drawing.ts";
import { fitting } from "./fitting.ts";
import { extent } from "./plane.ts";
import { fontSize, rounded } from "../scene/scene.ts";
import type { Box, Mark, Shape } from "../scene/scene.ts";
import { Stack } from "./stack.ts";
import { numberAxis } from "./ticks.ts";

const widthPerTick = 90;

/** @param stacked whether the parts of a bar make up a whole; else they stand beside each other */
export function drawBars(drawing: Drawing, stacked: boolean): Drawn {
  const { data, palette, names, width, measure } = drawing;
  const beside = stacked ? 1 : data.series.length;
  const band = beside === 1 ? 24 : 8 + beside * 12;
  const thickness = beside === 1 ? 17 : 11;
  const top = drawing.top + fontSize + 8;
  const bottom = top + Math.max(1, data.values.length) * band + 4;
  const labels = data.values.map(({ text }) => fitting(text, Math.max(60, width * 0.3), measure));
  const left = Math.ceil(Math.max(30, ...labels.map(measure))) + 18;
  // The last tick's text needs half its width.
  const right = width - 28;
  const stack = new Stack();
  const spans = data.points.map((point) =>
    stacked ? stack.add(point.x, point.y ?? 0) : ([0, point.y ?? 0] as const),
  );
  const count = Math.max(2, Math.floor((right - left) / widthPerTick));
  const x = numberAxis(extent([...spans.flat(), 0]), [left, right], count, true);
  const shapes: Shape[] = [];
  for (const tick of x.ticks) {
    const place = rounded(x.place(tick.at));
    shapes.push(
      { tag: "line", attributes: { x1: place, x2: place, y1: top, y2: bottom, stroke: palette.line } },
      {
        tag: "text",
        attributes: { x: place, y: bottom + 16, fill: palette.quiet, "text-anchor": "middle" },
        text: tick.text,
      },
    );
  }
  labels.forEach((text, index) => {
    const quiet = data.values[index]?.quiet === true;
    const attributes = {
      x: left - 8,
      y: rounded(top + index * band + band / 2 + 4),
      fill: quiet ? palette.quiet : palette.ink,
      "text-anchor": "end",
      "font-style": quiet ? "italic" : "normal",
    };
    shapes.push({ tag: "text", attributes, text });
  });
  const marks: Mark[] = [];
  data.points.forEach((point, index) => {
    const [from, to] = spans[index] ?? [0, 0];
    const [start, end] = [x.place(Math.min(from, to)), x.place(Math.max(from, to))];
    const row = top + point.x * band;
    const offset = beside === 1 ? (band - thickness) / 2 : 4 + point.series * 12;
    const box: Box = {
      x: rounded(start),
      y: rounded(row + offset),
      width: rounded(end - start),
      height: thickness,
    };
    if (point.y !== null)
      shapes.push({ tag: "rect", attributes: { ...box, fill: colourOf(drawing, point.series) } });
    const reach =
      stacked && data.series.length > 1
        ? box
        : { ...box, x: 0, width, ...(beside === 1 ? { y: row, height: band } : {}) };
    marks.push(markOf(drawing, index, { x: rounded(end), y: rounded(row + offset), box, reach }));
  });
  const zero = rounded(x.place(0));
  shapes.push(
    { tag: "line", attributes: { x1: zero, x2: zero, y1: top, y2: bottom, stroke: palette.quiet } },
    {
      tag: "text",
      attributes: { x: 8, y: drawing.top + fontSize, fill: palette.ink },
      text: fitting(`↓ ${names.x}`, width - 16, measure),
    },
    {
      tag: "text",
      attributes: { x: right, y: bottom + 34, fill: palette.ink, "text-anchor": "end" },
      text: `${fitting(names.value, width - 60, measure)} →`,
    },
  );
  return { shapes, marks, height: bottom + 46, order: "down", byColumn: false };
}
