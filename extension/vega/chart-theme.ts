/** The editor's colours as Vega's configuration, which whatever the chart itself says goes before. */
import type { Palette } from "../../dataframes/view/charts/theme/palette.ts";

/** For both languages. */
export function chartTheme({ ink, quiet, line, series, font }: Palette) {
  return {
    background: "transparent",
    font,
    title: { color: ink, subtitleColor: quiet, font, subtitleFont: font },
    axis: {
      domainColor: quiet,
      gridColor: line,
      tickColor: quiet,
      labelColor: ink,
      titleColor: ink,
      labelFont: font,
      titleFont: font,
    },
    legend: { labelColor: ink, titleColor: ink, labelFont: font, titleFont: font },
    header: { labelColor: ink, titleColor: ink, labelFont: font, titleFont: font },
    view: { stroke: line },
    range: { category: [...series] },
    text: { color: ink, fill: ink, font },
    rule: { color: ink, stroke: ink },
  };
}

/** Marks without a colour of their own. */
export function markColour({ series }: Palette): { readonly mark: { readonly color: string } } | undefined {
  const [color] = series;
  return color === undefined ? undefined : { mark: { color } };
}
