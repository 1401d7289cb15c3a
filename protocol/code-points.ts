/** Jupyter counts characters of code, JavaScript UTF-16 units; they differ behind emoji and the like. */

/** @param points characters from the start; more than there are is the end */
export function toUnits(code: string, points: number): number {
  let units = 0;
  for (let left = points; left > 0 && units < code.length; left -= 1)
    units += (code.codePointAt(units) ?? 0) > 0xffff ? 2 : 1;
  return units;
}

export function toPoints(code: string, units: number): number {
  return Array.from(code.slice(0, units)).length;
}
