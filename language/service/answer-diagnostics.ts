/** Problems of a notebook's code, each in the cell it is about. */
import type { Diagnostic } from "vscode-languageserver-protocol";
import { explainMissingModule } from "../check/explain-missing-module.ts";
import { withoutMarks } from "../module/versions.ts";
import type { Asked } from "./asked.ts";
import { nearestInEditor, spanToEditor, targetOf } from "./open-notebook.ts";
import type { Snapshot } from "./open-notebook.ts";
import type { CellDiagnostics } from "./questions.ts";

type Shown = CellDiagnostics["diagnostics"][number];

/** One list for each cell with code, empty where nothing is wrong. */
export async function answerDiagnostics(asked: Asked): Promise<readonly CellDiagnostics[]> {
  const { server, snapshot, uri, signal } = asked;
  const found = await server.diagnose(uri, signal);
  const byCell = new Map<number, Shown[]>();
  snapshot.cells.forEach((cell, index) => {
    if (cell !== undefined) byCell.set(snapshot.isText ? 0 : index, []);
  });
  for (const diagnostic of found) {
    const placed = nearestInEditor(snapshot, diagnostic.range);
    const shown = placed === undefined ? undefined : explained(asked, diagnostic);
    if (placed !== undefined && shown !== undefined)
      byCell.get(placed.cell)?.push({ ...shown, range: placed.range });
  }
  for (const { cell, diagnostic } of missingTypes(asked)) byCell.get(cell)?.push(diagnostic);
  return [...byCell].map(([cell, diagnostics]) => ({ cell, diagnostics }));
}

/** undefined for one that is none in a notebook. */
function explained({ snapshot, uri, isModule }: Asked, diagnostic: Diagnostic): Shown | undefined {
  const { code, severity, tags, range, relatedInformation } = diagnostic;
  const missing = explainMissingModule({
    code: Number(code),
    text: snapshot.module.text,
    start: snapshot.lines.offsetAt(range.start),
    npm: snapshot.npm,
  });
  if (missing === "expected") return undefined;
  if (missing !== undefined) {
    return {
      range,
      severity: 1,
      source: "ts",
      code: Number(code),
      message: `${missing.message} ${missing.remedy}`,
      ...(missing.package === undefined ? {} : { package: missing.package }),
    };
  }
  // What is no more than a hint is shown where it fades or strikes out a name.
  if (severity === 4 && (tags ?? []).length === 0) return undefined;
  const related = (relatedInformation ?? []).flatMap(({ location, message: text }) => {
    const target = targetOf(snapshot, uri, isModule, location);
    return target === undefined ? [] : [{ target, message: withoutMarks(text) }];
  });
  return {
    range,
    source: "ts",
    message: withoutMarks(messageOf(diagnostic)),
    ...(severity === undefined ? {} : { severity }),
    ...(code === undefined ? {} : { code }),
    ...(tags === undefined ? {} : { tags }),
    ...(related.length === 0 ? {} : { related }),
  };
}

/** A package of the front matter whose types are not there yet is `any`, which is worth a word where it is imported. */
function missingTypes({
  snapshot,
  missing,
}: Asked): readonly { readonly cell: number; readonly diagnostic: Shown }[] {
  return snapshot.module.analyses.flatMap((analysis, cell) =>
    (analysis?.imports ?? [])
      .filter(({ module }) => missing.some((name) => module === name || module.startsWith(`${name}/`)))
      .map(({ module, start, end }) => {
        const placed = spanToEditor(snapshot, { cell, start, end });
        const diagnostic: Shown = {
          range: placed.range,
          severity: 3,
          source: "pipenb",
          code: "types-come-with-the-environment",
          message: `The types of ${module} come with the notebook's environment, which has not been built yet: run a cell, or "pipenb: Build Environment".`,
        };
        return { cell: placed.cell, diagnostic };
      }),
  );
}

/** Whether something that is declared or imported is marked as used by nobody. */
export function unusedSpans(
  snapshot: Snapshot,
  found: readonly Diagnostic[],
): readonly (readonly [number, number])[] {
  return found
    .filter(({ tags }) => tags?.includes(1))
    .map(({ range }) => [snapshot.lines.offsetAt(range.start), snapshot.lines.offsetAt(range.end)]);
}

/** A diagnostic's sentence. */
export function messageOf({ message }: Diagnostic): string {
  return typeof message === "string" ? message : message.value;
}
