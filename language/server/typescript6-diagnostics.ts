/** Problems from TypeScript 6, asked for: of itself its server would push them some time after a change, without saying for which text. */
import { pathToFileURL } from "node:url";
import type { Diagnostic, DiagnosticSeverity } from "vscode-languageserver-protocol";
import * as z from "zod";
import type { Ask } from "./server-dialect.ts";
import { askTsserver } from "./ask-tsserver.ts";
import { rangeOf, SpanSchema } from "./typescript6-places.ts";

const AnswerSchema = z.object({
  body: z.array(
    SpanSchema.extend({
      text: z.string(),
      code: z.number().optional(),
      category: z.string(),
      reportsUnnecessary: z.unknown().optional(),
      reportsDeprecated: z.unknown().optional(),
      relatedInformation: z
        .array(z.object({ span: SpanSchema.extend({ file: z.string() }).optional(), message: z.string() }))
        .optional(),
    }),
  ),
});

type Problem = z.infer<typeof AnswerSchema>["body"][number];

const severities: Readonly<Record<string, DiagnosticSeverity>> = { error: 1, warning: 2, message: 3 };

/** The problems of an open file: of its grammar, of its types, and what is unused or deprecated. */
export async function askForDiagnostics(
  ask: Ask,
  uri: string,
  signal: AbortSignal | undefined,
): Promise<readonly Diagnostic[]> {
  const of = async (request: string): Promise<Problem[]> => {
    return AnswerSchema.parse(await askTsserver(ask, [request, { file: uri }], signal)).body;
  };
  const [grammar, types, hints] = await Promise.all([
    of("syntacticDiagnosticsSync"),
    of("semanticDiagnosticsSync"),
    of("suggestionDiagnosticsSync"),
  ]);
  // The other suggestions are offers to write something otherwise, which TypeScript 7 does not make.
  return [...grammar, ...types, ...hints.filter((problem) => tagsOf(problem).length > 0)].map(asDiagnostic);
}

function asDiagnostic(problem: Problem): Diagnostic {
  const tags = tagsOf(problem);
  const related = (problem.relatedInformation ?? []).flatMap(({ span, message }) =>
    span === undefined
      ? []
      : [{ location: { uri: pathToFileURL(span.file).href, range: rangeOf(span) }, message }],
  );
  return {
    range: rangeOf(problem),
    severity: severities[problem.category] ?? 4,
    ...(problem.code === undefined ? {} : { code: problem.code }),
    source: "ts",
    message: problem.text,
    ...(tags.length === 0 ? {} : { tags }),
    ...(related.length === 0 ? {} : { relatedInformation: related }),
  };
}

function tagsOf({ reportsUnnecessary, reportsDeprecated }: Problem): (1 | 2)[] {
  return [...(reportsUnnecessary ? [1 as const] : []), ...(reportsDeprecated ? [2 as const] : [])];
}
