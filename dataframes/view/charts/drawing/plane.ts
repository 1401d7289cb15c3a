/** The axes of charts that have numbers on both sides: line, histogram, dots. Pure. */
import { fitting } from "./fitting.ts";
import type { Drawing } from "./drawing.ts";
import { fontSize, rounded } from "../scene/scene.ts";
import type { Box, Shape } from "../scene/scene.ts";
import { numberAxis, timeAxis } from "./ticks.ts";
import type { Axis } from "./ticks.ts";

const plotHeight = 260;
const widthPerTick = 90;

export interface Plane {
  readonly x: Axis;
  readonly y: Axis;
  /** Where marks are. */
  readonly inner: Box;
  readonly height: number;
  readonly shapes: readonly Shape[];
}

/** @param fromZero whether the values' axis has 0 on it @param inset so much room at the sides */
export function plane(
  drawing: Drawing,
  domain: readonly [number, number],
  values: readonly number[],
  fromZero: boolean,
  inset: number,
): Plane {
  const { data, palette, names, width, measure } = drawing;
  const top = drawing.top + fontSize + 14;
  const bottom = top + plotHeight;
  const y = numberAxis(extent(fromZero ? [...values, 0] : values), [bottom, top], 6, true);
  const left = Math.ceil(Math.max(24, ...y.ticks.map(({ text }) => measure(text)))) + 18;
  const right = width - 16;
  const count = Math.max(2, Math.floor((right - left) / widthPerTick));
  const range: readonly [number, number] = [left + inset, right - inset];
  const x =
    data.scale === "time"
      ? timeAxis(domain, range, count, data.zone)
      : numberAxis(domain, range, count, false);
  const text = (at: Readonly<Record<string, string | number>>, fill: string, written: string): Shape => ({
    tag: "text",
    attributes: { ...at, fill },
    text: written,
  });
  const shapes: Shape[] = [];
  for (const tick of y.ticks) {
    const place = rounded(y.place(tick.at));
    const stroke = tick.at === 0 ? palette.quiet : palette.line;
    shapes.push(
      { tag: "line", attributes: { x1: left, x2: right, y1: place, y2: place, stroke } },
      text({ x: left - 8, y: rounded(place + 4), "text-anchor": "end" }, palette.quiet, tick.text),
    );
  }
  shapes.push({
    tag: "line",
    attributes: { x1: left, x2: right, y1: bottom, y2: bottom, stroke: palette.quiet },
  });
  for (const tick of x.ticks) {
    const place = rounded(x.place(tick.at));
    shapes.push(
      {
        tag: "line",
        attributes: { x1: place, x2: place, y1: bottom, y2: bottom + 5, stroke: palette.quiet },
      },
      text({ x: place, y: bottom + 19, "text-anchor": "middle" }, palette.quiet, tick.text),
    );
  }
  const room = right - left;
  shapes.push(
    text({ x: 8, y: drawing.top + fontSize }, palette.ink, `↑ ${fitting(names.value, width - 40, measure)}`),
    text(
      { x: right, y: bottom + 38, "text-anchor": "end" },
      palette.ink,
      `${fitting(names.x, room, measure)} →`,
    ),
  );
  return { x, y, inner: { x: left, y: top, width: room, height: plotHeight }, height: bottom + 50, shapes };
}

/** The least and the greatest; 0 to 1 where there is none. */
export function extent(values: readonly number[]): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low <= high ? [low, high] : [0, 1];
}

/** The least and the greatest place of the points. */
export function extentOfX(drawing: Drawing): [number, number] {
  return extent(drawing.data.points.flatMap(({ x, x2 }) => [x, x2]));
}
