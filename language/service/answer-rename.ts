/** Renaming: a name in all cells that know it, and in modules beside the notebook. */
import type { TextEdit } from "vscode-languageserver-protocol";
import { withoutMarks } from "../module/versions.ts";
import type { CellSpan } from "../module/segment-map.ts";
import type { Asked, ModulePlace } from "./asked.ts";
import { collected } from "./collected-edits.ts";
import { cellAt, spanToEditor, toEditor } from "./open-notebook.ts";
import type { Snapshot } from "./open-notebook.ts";
import type { Edits, Place, Questions } from "./questions.ts";
import { renamedBeside } from "./rename-beside.ts";

const identifier = /^#?[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u;

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
  const { cells, lines, module } = snapshot;
  const [start, end] = [lines.offsetAt(range.start), lines.offsetAt(range.end)];
  const span = module.map.spanToCell(start, end);
  // A name that is itself written like one that is declared again would be taken for that.
  if (span !== undefined && cells[span.cell]?.text.slice(span.start, span.end).includes("·")) return null;
  const text = withoutMarks(module.text.slice(start, end));
  const placeholder = withoutMarks("placeholder" in found ? found.placeholder : text);
  // The server would write a new name of a class in the place of its `this`, and one over the text of a template.
  const isWord = (text === placeholder || text.slice(1, -1) === placeholder) && identifier.test(placeholder);
  return isWord && !(await isOfEveryCell(asked, at)) ? { range: shown.range, placeholder } : null;
}

/** Whether the name is one that cells have without declaring it: `display`, `IsoDate`. */
async function isOfEveryCell({ server, uri, signal, isModule }: Asked, at: ModulePlace): Promise<boolean> {
  const found = await server.request("textDocument/definition", at, signal);
  const all = found === null ? [] : "uri" in found ? [found] : found;
  const folder = uri.slice(0, uri.lastIndexOf("/") + 1);
  return all.some((target) => {
    const file = "targetUri" in target ? target.targetUri : target.uri;
    return file.startsWith(folder) && !isModule(file);
  });
}

/** Rejects with a sentence for a name that cannot be, or that means something else already. */
export async function rename(
  asked: Asked,
  at: ModulePlace,
  place: Place & { readonly name: string },
): Promise<Edits | null> {
  const { server, snapshot, uri, signal, isModule } = asked;
  const { name } = place;
  const prepared = await prepareRename(asked, at, place);
  if (prepared === null) return null;
  const isPrivate = prepared.placeholder.startsWith("#");
  if (!identifier.test(name) || name.startsWith("#") !== isPrivate || name.includes("·"))
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
  const edits = collected(snapshot, uri, isModule, found);
  return old === undefined ? edits : renamedBeside(asked, edits, { old, name });
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
