/** What every kind of chart draws from, and gives. Pure. */
import type { ChartData } from "../chart-data.ts";
import type { Palette } from "../theme/palette.ts";
import type { Box, Mark, Scene } from "../scene/scene.ts";

export interface Drawing {
  readonly data: ChartData;
  readonly palette: Palette;
  readonly names: { readonly x: string; readonly value: string; readonly color: string | undefined };
  readonly width: number;
  /** Where the part below title and legend starts. */
  readonly top: number;
  /** How wide a text is. */
  readonly measure: (text: string) => number;
}

/** A kind of chart, without what stands above it. */
export type Drawn = Omit<Scene, "width">;

/** The mark of a point, with the lines of its tooltip. */
export function markOf(
  { data, names }: Drawing,
  index: number,
  place: { readonly x: number; readonly y: number; readonly box?: Box; readonly reach?: Box },
): Mark {
  const point = data.points[index];
  const series = point?.series ?? 0;
  return {
    series,
    ...place,
    lines: [
      ...(names.color === undefined ? [] : [`${names.color}: ${data.series[series]?.text ?? ""}`]),
      `${names.x}: ${point?.xText ?? ""}`,
      `${names.value}: ${point?.yText ?? ""}`,
    ],
  };
}

/** The colour of a series. */
export function colourOf({ palette }: Drawing, series: number): string {
  return palette.series[series] ?? palette.ink;
}
