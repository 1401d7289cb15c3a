/** The colours of a chart, all of them solid, so that a saved picture needs no style sheet. Pure. */

export interface Palette {
  readonly background: string;
  readonly ink: string;
  readonly quiet: string;
  readonly line: string;
  readonly focus: string;
  /** Told apart also by those who see few colours, and from the background. */
  readonly series: readonly string[];
  readonly font: string;
}

/** Okabe and Ito's, those that stand out from a dark background first. */
export const onDark: readonly string[] = [
  "#56b4e9",
  "#e69f00",
  "#009e73",
  "#f0e442",
  "#d55e00",
  "#cc79a7",
  "#bbbbbb",
  "#0072b2",
];

/** Two of Okabe and Ito's, and those that differ most from them and from white: half of theirs are too pale for it. */
export const onLight: readonly string[] = [
  "#0072b2",
  "#d55e00",
  "#8f1fff",
  "#8c8c8c",
  "#662200",
  "#129de2",
  "#193876",
  "#a33e3e",
];

export type Rgb = readonly [red: number, green: number, blue: number];

/** The series' colours for a background. */
export function seriesOn(background: Rgb): readonly string[] {
  return luminance(background) > 0.18 ? onLight : onDark;
}

/** Reads `rgb(…)` and `rgba(…)` as browsers compute them; what shines through is the other colour. */
export function solid(computed: string, behind: Rgb): Rgb {
  const parts =
    /^rgba?\(([^)]*)\)$/
      .exec(computed)?.[1]
      ?.split(/[\s,/]+/)
      .map(Number) ?? [];
  const [red = NaN, green = NaN, blue = NaN, alpha = 1] = parts;
  if (![red, green, blue, alpha].every(Number.isFinite)) return behind;
  return mixed([red, green, blue], behind, alpha);
}

/** So much of the first colour over the other. */
export function mixed(over: Rgb, behind: Rgb, part: number): Rgb {
  const channel = (index: 0 | 1 | 2): number => Math.round(over[index] * part + behind[index] * (1 - part));
  return [channel(0), channel(1), channel(2)];
}

export function hexOf(colour: Rgb): string {
  return `#${colour.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
}

/** From 0 for black to 1 for white, as WCAG has it. */
export function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}
