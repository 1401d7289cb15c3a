/** Sizes of memory as one writes them in the front matter: 512m, 4g, 1.5 GB. A unit is 1,024 of the one below, as for Docker. */

/** What such a text looks like. */
export const memoryPattern = /^(?<number>\d+(?:\.\d+)?)\s?(?<unit>[mgt])(?:i?b)?$/i;

const units: Readonly<Record<string, number>> = { m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4 };

/** Whole bytes of a text that fits {@link memoryPattern}. */
export function memoryBytes(text: string): number {
  const { number = "", unit = "" } = memoryPattern.exec(text)?.groups ?? {};
  return Math.round(Number(number) * (units[unit.toLowerCase()] ?? Number.NaN));
}
