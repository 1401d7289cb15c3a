/** The editor's theme as a chart's colours. */
import { hexOf, mixed, seriesOn, solid } from "./palette.ts";
import type { Palette, Rgb } from "./palette.ts";

/** Reads what the style sheet makes of the theme's colours at this place. */
export function readPalette(host: HTMLElement): Palette {
  const probe = host.appendChild(document.createElement("span"));
  probe.style.display = "none";
  const computed = (colour: string): string => {
    probe.style.color = "";
    probe.style.color = colour;
    return getComputedStyle(probe).color;
  };
  const white: Rgb = [255, 255, 255];
  const background = solid(
    computed("var(--vscode-notebook-outputContainerBackgroundColor, var(--vscode-editor-background, #fff))"),
    solid(computed("var(--vscode-editor-background, #fff)"), white),
  );
  const ink = solid(computed("var(--vscode-foreground, #000)"), background);
  const palette: Palette = {
    background: hexOf(background),
    ink: hexOf(ink),
    quiet: hexOf(
      solid(computed("var(--vscode-descriptionForeground, var(--vscode-foreground, #000))"), background),
    ),
    line: hexOf(mixed(ink, background, 0.16)),
    focus: hexOf(solid(computed("var(--vscode-focusBorder, var(--vscode-foreground, #000))"), background)),
    series: seriesOn(background),
    font: `${getComputedStyle(host).fontFamily}, sans-serif`.replace(/(, sans-serif)+$/, ", sans-serif"),
  };
  probe.remove();
  return palette;
}
