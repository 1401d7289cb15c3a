/** How often a property is tried: a few times among the unit tests, many times in the part `contracts`. */
export function propertyRuns(runs: number): { readonly numRuns: number } {
  return { numRuns: runs * Number(process.env["PIPENB_PROPERTY_FACTOR"] ?? 1) };
}
