/** Which colour stands for which value. Pure. */
import type { ChartData } from "../chart-data.ts";
import { fitting } from "./fitting.ts";
import type { Palette } from "../theme/palette.ts";
import type { Shape } from "../scene/scene.ts";

const rowHeight = 18;
const widestEntry = 180;

export function legend(
  data: ChartData,
  palette: Palette,
  name: string,
  width: number,
  measure: (text: string) => number,
): { readonly shapes: readonly Shape[]; readonly bottom: number } {
  const shapes: Shape[] = [];
  let x = 8;
  let y = 41;
  const write = (text: string, colour: string, style: string): void => {
    shapes.push({ tag: "text", attributes: { x, y, fill: colour, "font-style": style }, text });
    x += measure(text);
  };
  write(fitting(name, widestEntry, measure), palette.quiet, "normal");
  data.series.forEach(({ text, quiet }, index) => {
    const shown = fitting(text, widestEntry, measure);
    if (x + 14 + 16 + measure(shown) > width - 8) {
      x = 8 - 14;
      y += rowHeight;
    }
    x += 14;
    const fill = palette.series[index] ?? palette.ink;
    shapes.push({ tag: "rect", attributes: { x, y: y - 10, width: 11, height: 11, rx: 2, fill } });
    x += 16;
    write(shown, palette.ink, quiet ? "italic" : "normal");
  });
  return { shapes, bottom: y + 10 };
}
