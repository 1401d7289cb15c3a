/** Renaming: a name in all cells that know it, and in modules beside the notebook. */
import type { TextEdit, WorkspaceEdit } from "vscode-languageserver-protocol";
import { withoutMarks } from "../module/versions.ts";
import { CellWords } from "../module/rename-variables.ts";
import type { CellEdit, CellSpan } from "../module/segment-map.ts";
import type { Asked, ModulePlace } from "./asked.ts";
import { cellAt, editToCell, spanToEditor, toEditor } from "./open-notebook.ts";
import type { Snapshot } from "./open-notebook.ts";
import type { Edits, Place, Questions } from "./questions.ts";

/** null where nothing can be renamed. */
export async function prepareRename(
  asked: Asked,
  at: ModulePlace,
  place: Place,
): Promise<Questions["prepareRename"][1]> {
  const { server, snapshot, signal } = asked;
  const own = nameAt(snapshot, place);
  if (own !== undefined && isOfPackage(snapshot, own.name))
    return { range: spanToEditor(snapshot, own).range, placeholder: own.name };
  const found = await server.request("textDocument/prepareRename", at, signal);
  if (found === null) return null;
  const range = "range" in found ? found.range : found;
  const shown = toEditor(snapshot, range);
  if (shown === undefined) return null;
  const { lines, module } = snapshot;
  const text = module.text.slice(lines.offsetAt(range.start), lines.offsetAt(range.end));
  return { range: shown.range, placeholder: withoutMarks("placeholder" in found ? found.placeholder : text) };
}

/** Rejects with a sentence for a name that cannot be, or that means something else already. */
export async function rename(
  asked: Asked,
  at: ModulePlace,
  place: Place & { readonly name: string },
): Promise<Edits | null> {
  const { server, snapshot, uri, signal, isModule } = asked;
  const { name } = place;
  if (!/^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u.test(name) || name.includes("·"))
    throw new Error(`"${name}" cannot be a name.`);
  const old = nameAt(snapshot, place)?.name;
  if (old !== undefined && old !== name && isDeclared(snapshot, name))
    throw new Error(`The notebook has a name "${name}" already. Choose another, or rename that one first.`);
  if (old !== undefined && isOfPackage(snapshot, old)) return renamedInCells(snapshot, old, name);
  const places = old === undefined ? [at] : allVersions(asked, at, old);
  const found = await Promise.all(
    places.map((each) => server.request("textDocument/rename", { ...each, newName: name }, signal)),
  );
  if (found.every((edit) => edit === null)) return null;
  const words = snapshot.cells.map((cell) => (cell === undefined ? undefined : new CellWords(cell.text)));
  const word = cellAt(snapshot, place.cell, place.position);
  if (word === undefined || words[word.cell]?.isMember(word.offset) !== false)
    return collected(snapshot, uri, isModule, found);
  const edits = collected(snapshot, uri, isModule, found, (edit) => {
    const text = words[edit.cell]?.renamed(edit.start, edit.text);
    return text === undefined ? undefined : { ...edit, text };
  });
  return old !== undefined && isOfFile(snapshot, old) ? edits : { ...edits, files: [] };
}

/** The edits of cells and of files; what is generated or another notebook's is left out. */
export function collected(
  snapshot: Snapshot,
  uri: string,
  isModule: (uri: string) => boolean,
  found: readonly (WorkspaceEdit | null | undefined)[],
  asMeant: (edit: CellEdit) => CellEdit | undefined = (edit) => edit,
): Edits {
  const cells = new Map<number, Map<string, TextEdit>>();
  const files = new Map<string, Map<string, TextEdit>>();
  for (const [file, edit] of found.flatMap(editsByFile)) {
    if (file === uri) {
      const given = editToCell(snapshot, edit);
      const inCell = given === undefined ? undefined : asMeant(given);
      if (inCell === undefined) continue;
      const { cell, range } = spanToEditor(snapshot, inCell);
      const edits = cells.get(cell) ?? new Map<string, TextEdit>();
      cells.set(cell, edits.set(JSON.stringify(range), { range, newText: withoutMarks(inCell.text) }));
    } else if (!isModule(file) && !file.includes("/node_modules/")) {
      const edits = files.get(file) ?? new Map<string, TextEdit>();
      files.set(
        file,
        edits.set(JSON.stringify(edit.range), { ...edit, newText: withoutMarks(edit.newText) }),
      );
    }
  }
  return {
    cells: [...cells].map(([cell, edits]) => ({ cell, edits: [...edits.values()] })),
    files: [...files].map(([file, edits]) => ({ uri: file, edits: [...edits.values()] })),
  };
}

function editsByFile(edit: WorkspaceEdit | null | undefined) {
  const byUri = Object.entries(edit?.changes ?? {}).flatMap(([uri, edits]) =>
    edits.map((each) => [uri, each] as const),
  );
  const documents = (edit?.documentChanges ?? []).flatMap((change) => {
    if (!("textDocument" in change)) return [];
    const { uri } = change.textDocument;
    return change.edits.flatMap((each) => ("newText" in each ? [[uri, each] as const] : []));
  });
  return [...byUri, ...documents];
}

/** The name at a place and its stretch, where it is one that cells share. */
function nameAt(
  snapshot: Snapshot,
  { cell, position }: Place,
): (CellSpan & { readonly name: string }) | undefined {
  const place = cellAt(snapshot, cell, position);
  const analysis = place === undefined ? undefined : snapshot.module.analyses[place.cell];
  if (place === undefined || analysis === undefined) return undefined;
  const names = [
    ...analysis.occurrences,
    ...analysis.imports
      .flatMap(({ bindings }) => bindings)
      .map((binding) => ({ ...binding.place, name: binding.local })),
  ];
  const found = names.find(({ start, end }) => start <= place.offset && place.offset <= end);
  if (found === undefined || !isDeclared(snapshot, found.name)) return undefined;
  return { cell: place.cell, start: found.start, end: found.end, name: found.name };
}

/** Whether all that declares the name imports it from packages: they keep their name for it, the cells get another. */
function isOfPackage({ module }: Snapshot, name: string): boolean {
  return module.analyses.every(
    (analysis) =>
      analysis === undefined ||
      (!analysis.declarations.some(({ names }) => names.includes(name)) &&
        analysis.imports.every(
          ({ module: from, bindings }) =>
            !/^\.{0,2}\//.test(from) || bindings.every(({ local }) => local !== name),
        )),
  );
}

/** Whether a cell imports the name from a module beside the notebook. */
function isOfFile({ module }: Snapshot, name: string): boolean {
  return module.analyses.some((analysis) =>
    analysis?.imports.some(
      ({ module: from, bindings }) => /^\.{0,2}\//.test(from) && bindings.some(({ local }) => local === name),
    ),
  );
}

function renamedInCells(snapshot: Snapshot, name: string, wanted: string): Edits {
  const edits = snapshot.module.analyses.flatMap((analysis, cell) => {
    const uses = (analysis?.occurrences ?? [])
      .filter((each) => each.name === name)
      .map(({ start, end, shorthand }) => ({
        cell,
        start,
        end,
        text: shorthand ? `${name}: ${wanted}` : wanted,
      }));
    const imports = (analysis?.imports ?? [])
      .flatMap(({ bindings }) => bindings)
      .filter(({ local }) => local === name)
      .map(({ place, hasOwnName, imported }) => ({
        cell,
        ...place,
        text: hasOwnName ? wanted : `${imported} as ${wanted}`,
      }));
    return [...imports, ...uses];
  });
  const byCell = new Map<number, TextEdit[]>();
  for (const edit of edits) {
    const { cell, range } = spanToEditor(snapshot, edit);
    byCell.set(cell, [...(byCell.get(cell) ?? []), { range, newText: edit.text }]);
  }
  return { cells: [...byCell].map(([cell, all]) => ({ cell, edits: all })), files: [] };
}

function isDeclared({ module }: Snapshot, name: string): boolean {
  return module.analyses.some(
    (analysis) =>
      analysis !== undefined &&
      (analysis.declarations.some(({ names }) => names.includes(name)) ||
        analysis.imports.some(({ bindings }) => bindings.some(({ local }) => local === name))),
  );
}

/** A place of each declaration that the notebook has of a name: to the kernel they are one name. */
function allVersions({ snapshot }: Asked, at: ModulePlace, name: string): readonly ModulePlace[] {
  const { module, lines } = snapshot;
  const names = module.versions.namesOf(name);
  if (names.length < 2) return [at];
  return module.analyses.flatMap((analysis, cell) => {
    const declared =
      analysis?.occurrences.find((each) => each.declares && each.own && each.name === name) ??
      analysis?.imports.flatMap(({ bindings }) => bindings).find(({ local }) => local === name)?.place;
    const offset = declared === undefined ? undefined : module.map.toModule(cell, declared.start);
    return offset === undefined ? [] : [{ ...at, position: lines.positionAt(offset) }];
  });
}
