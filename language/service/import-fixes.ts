/** Imports that mend an unknown name where the server's own mends know none: what completing the name would import, and `node:path`. */
import type { CompletionItem, CompletionList, Diagnostic } from "vscode-languageserver-protocol";
import { splitImportEdits } from "../module/import-edits.ts";
import { pathImport } from "../module/path-imports.ts";
import { unknownName } from "../module/quick-fixes.ts";
import { editsInCell, importsInModule, isOfShell } from "./answer-completion.ts";
import type { Asked } from "./asked.ts";
import type { CellAction } from "./questions.ts";

const mostOffered = 5;

/** What completing the name would import, as mends. */
export async function importFixes(
  { server, snapshot, uri, signal }: Asked,
  cell: number,
  { code, range }: Diagnostic,
): Promise<readonly CellAction[]> {
  if (!unknownName.has(Number(code))) return [];
  const { lines, module } = snapshot;
  const name = module.text.slice(lines.offsetAt(range.start), lines.offsetAt(range.end));
  const found = await server.request(
    "textDocument/completion",
    { textDocument: { uri }, position: range.end, context: { triggerKind: 1 } },
    signal,
  );
  const fitting = itemsOf(found).filter(
    (item) =>
      item.label === name && item.labelDetails?.description !== undefined && !isOfShell(snapshot, item),
  );
  const resolved = await Promise.all(
    fitting.slice(0, mostOffered).map((item) => server.request("completionItem/resolve", item, signal)),
  );
  const ofPath = pathImport(name);
  const all = [
    ...resolved.map(({ additionalTextEdits = [] }) =>
      splitImportEdits(
        module.text,
        importsInModule(snapshot),
        additionalTextEdits.map((edit) => ({
          start: lines.offsetAt(edit.range.start),
          end: lines.offsetAt(edit.range.end),
          text: edit.newText,
        })),
      ),
    ),
    ...(ofPath === undefined ? [] : [{ added: [ofPath], others: [] }]),
  ];
  return all.flatMap((split): readonly CellAction[] => {
    const from = split.added[0]?.module;
    if (from === undefined) return [];
    const inCell = editsInCell(snapshot, cell, split);
    return [
      {
        title: `Add import from "${from}"`,
        kind: "quickfix",
        isPreferred: false,
        edits: { cells: [{ cell: snapshot.isText ? 0 : cell, edits: inCell }], files: [] },
      },
    ];
  });
}

function itemsOf(found: CompletionList | readonly CompletionItem[] | null): readonly CompletionItem[] {
  return found === null ? [] : "items" in found ? found.items : found;
}
