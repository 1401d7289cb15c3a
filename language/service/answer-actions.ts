/** What mends a problem, and what puts imports in order. */
import type {
  CodeAction,
  Command,
  CompletionItem,
  CompletionList,
  Diagnostic,
} from "vscode-languageserver-protocol";
import { explainMissingModule } from "../check/explain-missing-module.ts";
import { splitImportEdits } from "../module/import-edits.ts";
import { organizeCellImports } from "../module/organize-imports.ts";
import { pathImport } from "../module/path-imports.ts";
import { quickFixes, unknownName } from "../module/quick-fixes.ts";
import { withoutMarks } from "../module/versions.ts";
import { editsInCell, importsInModule, isOfShell } from "./answer-completion.ts";
import { messageOf, unusedSpans } from "./answer-diagnostics.ts";
import type { Asked } from "./asked.ts";
import { collected } from "./collected-edits.ts";
import { cellAt, rangeToModule, spanToEditor } from "./open-notebook.ts";
import type { CellAction, CellRange, Edits } from "./questions.ts";

/** Imports that mend an unknown name where the server's own mends know none: what completing the name would import, and `node:path`. */

const mostOffered = 5;

/** What completing the name would import, as mends. */
async function importFixes(
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

const nothing: Edits = { cells: [], files: [] };

/** Mends for what is wrong in a stretch of a cell. */
export async function answerActions(asked: Asked, place: CellRange): Promise<readonly CellAction[]> {
  const { server, snapshot, uri, signal } = asked;
  const range = rangeToModule(snapshot, place);
  const cell = cellAt(snapshot, place.cell, place.range.start)?.cell;
  if (range === undefined || cell === undefined) return [];
  const { lines } = snapshot;
  const [from, to] = [lines.offsetAt(range.start), lines.offsetAt(range.end)];
  const wrong = (await server.diagnose(uri, signal)).filter(
    (each) => lines.offsetAt(each.range.start) <= to && lines.offsetAt(each.range.end) >= from,
  );
  if (wrong.length === 0) return [];
  const found = await server.request(
    "textDocument/codeAction",
    { textDocument: { uri }, range, context: { diagnostics: [...wrong], only: ["quickfix"] } },
    signal,
  );
  const theirs = await Promise.all((found ?? []).map((action) => serverAction(asked, cell, action)));
  const isKnown = theirs.flat().some(({ title }) => title.startsWith("Add import"));
  const imports = await Promise.all(
    isKnown ? [] : wrong.map((diagnostic) => importFixes(asked, cell, diagnostic)),
  );
  const all = [
    ...wrong.flatMap((diagnostic) => addPackage(asked, diagnostic)),
    ...imports.flat(),
    ...theirs.flat(),
    ...wrong.flatMap((diagnostic) => ownFixes(asked, cell, diagnostic)),
  ];
  return [...new Map(all.map((action) => [action.title, action])).values()];
}

async function serverAction(
  asked: Asked,
  cell: number,
  found: CodeAction | Command,
): Promise<readonly CellAction[]> {
  const { server, snapshot, uri, signal, isModule } = asked;
  if (!("kind" in found || "edit" in found)) return [];
  // It would import for all cells in this one.
  if (found.title === "Add all missing imports") return [];
  const action = found.edit === undefined ? await server.request("codeAction/resolve", found, signal) : found;
  const own = ownEdits(action, uri);
  const { lines, module } = snapshot;
  const split = splitImportEdits(
    module.text,
    importsInModule(snapshot),
    own.map(({ range, newText }) => ({
      start: lines.offsetAt(range.start),
      end: lines.offsetAt(range.end),
      text: newText,
    })),
  );
  const others = collected(snapshot, uri, isModule, [action.edit]);
  const edits: Edits =
    split.added.length > 0
      ? {
          cells: [{ cell: snapshot.isText ? 0 : cell, edits: editsInCell(snapshot, cell, split) }],
          files: others.files,
        }
      : others;
  if (edits.cells.length === 0 && edits.files.length === 0) return [];
  // The server speaks of the import it would change, which is another cell's.
  const title =
    split.added.length > 0
      ? withoutMarks(action.title).replace(/^Update import/, "Add import")
      : withoutMarks(action.title);
  return [{ title, kind: action.kind ?? "quickfix", isPreferred: action.isPreferred ?? false, edits }];
}

function ownEdits({ edit }: CodeAction, uri: string) {
  const changes = edit?.changes?.[uri] ?? [];
  const documents = (edit?.documentChanges ?? []).flatMap((change) =>
    "textDocument" in change && change.textDocument.uri === uri ? change.edits : [],
  );
  return [...changes, ...documents].flatMap((each) => ("newText" in each ? [each] : []));
}

function addPackage({ snapshot }: Asked, { code, range }: Diagnostic): readonly CellAction[] {
  const start = snapshot.lines.offsetAt(range.start);
  const missing = explainMissingModule({
    code: Number(code),
    text: snapshot.module.text,
    start,
    npm: snapshot.npm,
  });
  if (missing === undefined || missing === "expected" || missing.package === undefined) return [];
  const title = `Add the package ${missing.package} to the front matter`;
  return [{ title, kind: "quickfix", isPreferred: true, edits: nothing, package: missing.package }];
}

function ownFixes({ snapshot }: Asked, cell: number, diagnostic: Diagnostic): readonly CellAction[] {
  const { code, range } = diagnostic;
  const { lines, module, cells } = snapshot;
  const span = module.map.spanToCell(lines.offsetAt(range.start), lines.offsetAt(range.end));
  const text = cells[cell]?.text;
  if (span?.cell !== cell || text === undefined) return [];
  return quickFixes(text, { ...span, code: Number(code), message: messageOf(diagnostic) }).map(
    ({ title, edits }) => ({
      title,
      kind: "quickfix",
      isPreferred: false,
      edits: {
        cells: [
          {
            cell: snapshot.isText ? 0 : cell,
            edits: edits.map((edit) => ({
              range: spanToEditor(snapshot, { ...edit, cell }).range,
              newText: edit.text,
            })),
          },
        ],
        files: [],
      },
    }),
  );
}

/** Of one cell, or of all: each keeps the imports that it has, as it may be run alone. */
export async function organizeImports(
  { server, snapshot, uri, signal }: Asked,
  only?: number,
): Promise<Edits> {
  const unused = unusedSpans(snapshot, await server.diagnose(uri, signal));
  const { module, cells } = snapshot;
  const byCell = new Map<number, { range: CellRange["range"]; newText: string }[]>();
  cells.forEach((cell, index) => {
    const analysis = module.analyses[index];
    if (
      cell === undefined ||
      analysis === undefined ||
      (only !== undefined && only !== index && !snapshot.isText)
    )
      return;
    const edits = organizeCellImports(cell.text, analysis, ({ place }) => {
      const at = module.map.toModule(index, place.start);
      return at !== undefined && unused.some(([start, end]) => start <= at && at < end);
    });
    for (const { start, end, text } of edits) {
      const { cell: shown, range } = spanToEditor(snapshot, { cell: index, start, end });
      byCell.set(shown, [...(byCell.get(shown) ?? []), { range, newText: text }]);
    }
  });
  return { cells: [...byCell].map(([cell, edits]) => ({ cell, edits })), files: [] };
}
