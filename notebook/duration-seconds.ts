/** Lengths of time as one writes them in the front matter: 90m, 2h, 1h30m. */

/** What such a text looks like. */
export const durationPattern = /^(?=\d)(?:(?<d>\d+)d)?(?:(?<h>\d+)h)?(?:(?<m>\d+)m)?(?:(?<s>\d+)s)?$/;

/** Seconds of a text that fits {@link durationPattern}. */
export function durationSeconds(text: string): number {
  const { d = "0", h = "0", m = "0", s = "0" } = durationPattern.exec(text)?.groups ?? {};
  return ((Number(d) * 24 + Number(h)) * 60 + Number(m)) * 60 + Number(s);
}

/** As one writes them: 5400 is `1h30m`. */
export function durationText(seconds: number): string {
  const parts = [
    [Math.floor(seconds / 86_400), "d"],
    [Math.floor(seconds / 3600) % 24, "h"],
    [Math.floor(seconds / 60) % 60, "m"],
    [seconds % 60, "s"],
  ] as const;
  return parts.map(([count, unit]) => (count === 0 ? "" : `${count}${unit}`)).join("") || "0s";
}
