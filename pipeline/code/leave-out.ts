/** What of a cell has no place in the exported module: parameters (the runner reads them) and previews. */
import type { CellAnalysis } from "../../notebook/analysis/analyse-cells.ts";
import type { Span } from "../../notebook/analysis/exports.ts";

/** The declarations of the parameters, and a last expression that does nothing but show. */
export function leftOut(
  { declarations, last }: CellAnalysis,
  parameters: readonly string[],
): readonly Span[] {
  return [
    ...declarations.filter(({ names }) => names.some((name) => parameters.includes(name))),
    ...(last?.pure === true ? [last] : []),
  ];
}

/** The analysis without the names that stand in the spans; what they declare stays known. */
export function withoutSpans(analysis: CellAnalysis, spans: readonly Span[]): CellAnalysis {
  if (spans.length === 0) return analysis;
  const isOutside = ({ start, end }: Span): boolean =>
    spans.every((span) => end <= span.start || start >= span.end);
  return { ...analysis, occurrences: analysis.occurrences.filter(isOutside) };
}

/** Drops imports that only served what was left out. */
export function withoutIdleImports(
  analyses: readonly CellAnalysis[],
  kept: readonly CellAnalysis[],
): readonly CellAnalysis[] {
  const before = usedNames(analyses);
  const after = usedNames(kept);
  return analyses.map((analysis) => ({
    ...analysis,
    imports: analysis.imports.flatMap((each) => {
      const bindings = each.bindings.filter(({ local }) => after.has(local) || !before.has(local));
      return bindings.length === 0 && each.bindings.length > 0 ? [] : [{ ...each, bindings }];
    }),
  }));
}

/** What {@link withoutIdleImports} drops. */
export function idleImports(
  analyses: readonly CellAnalysis[],
  kept: readonly CellAnalysis[],
): readonly CellAnalysis[] {
  const before = usedNames(analyses);
  const after = usedNames(kept);
  return analyses.map((analysis) => ({
    ...analysis,
    imports: analysis.imports.flatMap((each) => {
      const bindings = each.bindings.filter(({ local }) => !after.has(local) && before.has(local));
      return bindings.length === 0 ? [] : [{ ...each, bindings }];
    }),
  }));
}

function usedNames(analyses: readonly CellAnalysis[]): ReadonlySet<string> {
  return new Set(analyses.flatMap(({ occurrences }) => occurrences.map(({ name }) => name)));
}
