/**
 * What a notebook imports from a module beside it has one name in both. The server would keep the module's name for it
 * (`import { old as name }`); here the module is renamed as well, and whoever else imports it goes on calling it what he did.
 */
import type { CellSpan } from "../module/segment-map.ts";
import type { Asked, ModulePlace } from "./asked.ts";
import { collected } from "./collected-edits.ts";
import { spanToEditor } from "./open-notebook.ts";
import type { CellRange, Edits } from "./questions.ts";

interface Names {
  readonly old: string;
  readonly name: string;
}

/** The edits with those of the modules that export what is renamed; as they were where no such module is found. */
export async function renamedBeside(asked: Asked, edits: Edits, { old, name }: Names): Promise<Edits> {
  const { snapshot } = asked;
  let result = edits;
  for (const specifiers of specifiersOf(asked, old)) {
    const beside = await renamedExport(asked, specifiers[0], { old, name });
    if (beside === undefined) continue;
    const places = specifiers.map((each) => spanToEditor(snapshot, each));
    result = merged(plain(result, places, name), beside, places);
  }
  return result;
}

/** Where cells import the name as the module calls it, a list for each module beside the notebook. */
function specifiersOf({ snapshot }: Asked, old: string): readonly (readonly [CellSpan, ...CellSpan[]])[] {
  const byModule = new Map<string, [CellSpan, ...CellSpan[]]>();
  snapshot.module.analyses.forEach((analysis, cell) => {
    for (const { module, bindings } of analysis?.imports ?? []) {
      if (!/^\.{0,2}\//.test(module)) continue;
      for (const { local, imported, hasOwnName, place } of bindings) {
        if (local !== old || imported !== old || hasOwnName) continue;
        const known = byModule.get(module);
        if (known === undefined) byModule.set(module, [{ cell, ...place }]);
        else known.push({ cell, ...place });
      }
    }
  });
  return [...byModule.values()];
}

/** The edits that rename an export where it is declared; undefined where that is no file of the user's, or it has another name there. */
async function renamedExport(
  asked: Asked,
  specifier: CellSpan,
  { old, name }: Names,
): Promise<Edits | undefined> {
  const { server, snapshot, uri, signal, isModule } = asked;
  const offset = snapshot.module.map.toModule(specifier.cell, specifier.start);
  if (offset === undefined) return undefined;
  const position = snapshot.lines.positionAt(offset);
  const found = await server.request("textDocument/definition", { textDocument: { uri }, position }, signal);
  const [first] = found === null ? [] : "uri" in found ? [found] : found;
  if (first === undefined) return undefined;
  const [file, range] =
    "targetUri" in first ? [first.targetUri, first.targetSelectionRange] : [first.uri, first.range];
  if (isModule(file) || file.includes("/node_modules/")) return undefined;
  const at: ModulePlace = { textDocument: { uri: file }, position: range.start };
  const prepared = await server.request("textDocument/prepareRename", at, signal);
  if (prepared === null || !("placeholder" in prepared) || prepared.placeholder !== old) return undefined;
  return collected(snapshot, uri, isModule, [
    await server.request("textDocument/rename", { ...at, newName: name }, signal),
  ]);
}

/** The module has the new name too. */
function plain({ cells, files }: Edits, places: readonly CellRange[], name: string): Edits {
  return {
    cells: cells.map(({ cell, edits }) => ({
      cell,
      edits: edits.map((edit) =>
        isAmong({ cell, range: edit.range }, places) ? { ...edit, newText: name } : edit,
      ),
    })),
    files,
  };
}

/** With the other's edits of files, and of cells where they import the export by a name of their own. */
function merged({ cells, files }: Edits, other: Edits, places: readonly CellRange[]): Edits {
  const byCell = new Map(cells.map(({ cell, edits }) => [cell, edits]));
  for (const { cell, edits } of other.cells) {
    const known = byCell.get(cell) ?? [];
    const all = [...places, ...known.map(({ range }) => ({ cell, range }))];
    byCell.set(cell, [...known, ...edits.filter(({ range }) => !isAmong({ cell, range }, all))]);
  }
  const byFile = new Map([...files, ...other.files].map(({ uri, edits }) => [uri, edits]));
  return {
    cells: [...byCell].map(([cell, edits]) => ({ cell, edits })),
    files: [...byFile].map(([uri, edits]) => ({ uri, edits })),
  };
}

function isAmong(place: CellRange, places: readonly CellRange[]): boolean {
  const key = JSON.stringify([place.cell, place.range]);
  return places.some(({ cell, range }) => JSON.stringify([cell, range]) === key);
}
