/** Completion: the server's list with the names as the user has them, and with imports that go into the cell at hand. */
import type { CompletionItem, CompletionList, MarkupContent } from "vscode-languageserver-protocol";
import * as z from "zod";
import { importEdits, splitImportEdits } from "../module/import-edits.ts";
import type { AddedImport } from "../module/import-edits.ts";
import { pathExports, pathImport } from "../module/path-imports.ts";
import { withoutMarks } from "../module/versions.ts";
import type { Asked } from "./asked.ts";
import { cellAt, editToCell, spanToEditor, toEditor, toModule } from "./open-notebook.ts";
import type { Snapshot } from "./open-notebook.ts";
import type { Completions, Place, ResolvedCompletion } from "./questions.ts";

/** The newest list of a notebook: what was asked and how the server's items were. */
interface Given {
  readonly asked: Asked;
  readonly cell: number;
  readonly items: readonly KeptItem[];
}

interface KeptItem {
  readonly item: CompletionItem;
  /** What a later cell imports under this name, and this one has to import as well. */
  readonly added?: AddedImport;
  /** Nothing that the server knows more about. */
  readonly isOwn?: boolean;
}

/** What stands beside the module on disk and is none of the user's files. */
const ownFiles: ReadonlySet<string> = new Set([
  "globals.d.ts",
  "notebook.mts",
  "package.json",
  "tsconfig.json",
]);

export class Completer {
  #given: Given | undefined;
  #lists = 0;

  async complete(
    asked: Asked,
    { cell, position, trigger }: Place & { readonly trigger?: string },
  ): Promise<Completions> {
    const { snapshot, server, uri, signal } = asked;
    const place = cellAt(snapshot, cell, position);
    const at = toModule(snapshot, cell, position);
    if (place === undefined || at === undefined) return { list: 0, isIncomplete: false, items: [] };
    const context =
      trigger === undefined
        ? { triggerKind: 1 as const }
        : { triggerKind: 2 as const, triggerCharacter: trigger };
    const found = await server.request(
      "textDocument/completion",
      { textDocument: { uri }, position: at, context },
      signal,
    );
    const list: CompletionList =
      found === null || isArray(found) ? { isIncomplete: false, items: [...(found ?? [])] } : found;
    const before = textBefore(snapshot, place);
    const isMember = /(?<!\.)\.\s*[\p{ID_Continue}$]*$/u.test(before);
    const kept = list.items.flatMap((item): readonly KeptItem[] => {
      const shown = withDefaults(item, list);
      if ((ownFiles.has(item.label) && item.kind === 17) || isNoModule(item, before)) return [];
      if (isOfShell(snapshot, item)) return [];
      if (isMember) return [{ item: isInternal(shown) ? { ...shown, sortText: "99" } : shown }];
      if (isInScope(snapshot, place.cell, shown)) return [{ item: shown }];
      const added = laterImport(snapshot, place.cell, shown.label);
      return added === undefined ? [] : [{ item: asImport(shown, added), added }];
    });
    if (!isMember) kept.push(...pathItems(asked, kept));
    this.#lists += 1;
    this.#given = { asked, cell: place.cell, items: kept };
    const items = kept.map(({ item }) => shownItem(snapshot, item));
    return { list: this.#lists, isIncomplete: list.isIncomplete, items };
  }

  /** Of a list that is no longer the newest nothing more is known. */
  async resolve(list: number, index: number, signal: AbortSignal): Promise<ResolvedCompletion> {
    const given = this.#given;
    const kept = given?.items[index];
    if (given === undefined || kept === undefined || list !== this.#lists) return { edits: [] };
    const { item, added, isOwn = false } = kept;
    const { asked, cell } = given;
    const { snapshot, server } = asked;
    const resolved = isOwn ? item : await server.request("completionItem/resolve", item, signal);
    const { lines, module } = snapshot;
    const edits = (resolved.additionalTextEdits ?? []).map(({ range, newText }) => ({
      start: lines.offsetAt(range.start),
      end: lines.offsetAt(range.end),
      text: newText,
    }));
    return {
      ...(resolved.detail === undefined ? {} : { detail: withoutMarks(resolved.detail) }),
      ...(resolved.documentation === undefined
        ? {}
        : { documentation: withoutMarks(textOf(resolved.documentation)) }),
      edits: editsInCell(
        snapshot,
        cell,
        added === undefined
          ? splitImportEdits(module.text, importsInModule(snapshot), edits)
          : { added: [added], others: [] },
      ),
    };
  }
}

/** Where any name may stand, those of `node:path` that nothing else has. */
function pathItems({ snapshot, server }: Asked, kept: readonly KeptItem[]): readonly KeptItem[] {
  const labels = new Set(kept.map(({ item }) => withoutMarks(item.label)));
  const { suggest } = SuggestSchema.parse(server.configuration("typescript"));
  if (!labels.has("undefined") || suggest?.autoImports === false) return [];
  return pathExports.flatMap(({ name, kind }): readonly KeptItem[] => {
    const added = pathImport(name);
    if (labels.has(name) || added === undefined || snapshot.module.versions.isDeclared(name)) return [];
    return [
      { item: asImport({ label: name, kind: kind === "function" ? 3 : 21 }, added), added, isOwn: true },
    ];
  });
}

const SuggestSchema = z
  .object({ suggest: z.object({ autoImports: z.boolean().optional() }).optional() })
  .catch({});

/** What zx exports: its types are there for `$`, and the package is not unless the notebook has it. */
export function isOfShell({ npm }: Pick<Snapshot, "npm">, { labelDetails }: CompletionItem): boolean {
  return !("zx" in npm) && /^zx(\/|$)/.test(labelDetails?.description ?? "");
}

/** Members that are hardly ever meant come last. */
function isInternal({ label }: CompletionItem): boolean {
  return label === "Symbol" || label.startsWith("_");
}

/** What the first later cell that declares the name imports under it. */
function laterImport({ module }: Snapshot, cell: number, label: string): AddedImport | undefined {
  const name = withoutMarks(label);
  for (const analysis of module.analyses.slice(cell + 1)) {
    for (const { module: from, bindings } of analysis?.imports ?? []) {
      const binding = bindings.find(({ local }) => local === name);
      if (binding !== undefined) return { ...binding, module: from, quote: '"' };
    }
  }
  return undefined;
}

function asImport(item: CompletionItem, { module }: AddedImport): CompletionItem {
  return { ...item, labelDetails: { description: module }, sortText: "16" };
}

/** Import declarations of all cells, at their places of the module. */
export function importsInModule({ module }: Snapshot) {
  const { map, analyses } = module;
  return analyses.flatMap((analysis, cell) =>
    (analysis?.imports ?? []).flatMap((each) => {
      const [start, end] = [map.toModule(cell, each.start), map.toModule(cell, each.end)];
      return start === undefined || end === undefined ? [] : [{ ...each, start, end }];
    }),
  );
}

/** The edits of one cell that do what edits of the module do, imports in the cell itself. */
export function editsInCell(
  snapshot: Snapshot,
  cell: number,
  { added, others }: ReturnType<typeof splitImportEdits>,
) {
  const analysis = snapshot.module.analyses[cell];
  const imports = analysis === undefined ? [] : importEdits(analysis, added);
  const other = others.flatMap(({ start, end, text }) => {
    const edit = editToCell(snapshot, { range: snapshot.lines.rangeAt(start, end), newText: text });
    return edit?.cell === cell ? [edit] : [];
  });
  return [...imports, ...other].map(({ start, end, text }) => ({
    range: spanToEditor(snapshot, { cell, start, end }).range,
    newText: withoutMarks(text),
  }));
}

function isArray<T>(value: readonly T[] | object): value is readonly T[] {
  return Array.isArray(value);
}

/** What a list says once for all its items. */
function withDefaults(item: CompletionItem, { itemDefaults }: CompletionList): CompletionItem {
  if (itemDefaults === undefined) return item;
  const { editRange, insertTextFormat } = itemDefaults;
  const newText = item.textEditText ?? item.insertText ?? item.label;
  const textEdit =
    editRange === undefined || item.textEdit !== undefined
      ? undefined
      : "insert" in editRange
        ? { ...editRange, newText }
        : { range: editRange, newText };
  return {
    ...(insertTextFormat === undefined ? {} : { insertTextFormat }),
    ...(textEdit === undefined ? {} : { textEdit }),
    ...item,
  };
}

/** Names of later cells are not there yet, and of a name that is declared again only the version in force is meant. */
function isInScope({ module }: Snapshot, cell: number, { label }: CompletionItem): boolean {
  const name = withoutMarks(label);
  if (module.versions.isLater(cell, name)) return false;
  const all = module.versions.namesOf(name);
  return !all.includes(label) || module.versions.inForce(cell, name).includes(label);
}

function shownItem(snapshot: Snapshot, item: CompletionItem): CompletionItem {
  const { textEdit } = item;
  const text = textEdit?.newText ?? item.insertText;
  const edit = textEdit === undefined ? undefined : editInEditor(snapshot, textEdit);
  return {
    ...shownFields(item),
    label: withoutMarks(item.label),
    ...(item.filterText === undefined ? {} : { filterText: withoutMarks(item.filterText) }),
    ...(text === undefined ? {} : { insertText: withoutMarks(text) }),
    ...(edit === undefined ? {} : { textEdit: edit }),
    ...(item.detail === undefined ? {} : { detail: withoutMarks(item.detail) }),
  };
}

/** What the editor is told as it is: the rest is for the server alone, or is told otherwise. */
function shownFields(item: CompletionItem): Partial<CompletionItem> {
  const { labelDetails, kind, tags, preselect, sortText } = item;
  return {
    ...(labelDetails === undefined ? {} : { labelDetails }),
    ...(kind === undefined ? {} : { kind }),
    ...(tags === undefined ? {} : { tags }),
    ...(preselect === undefined ? {} : { preselect }),
    ...(sortText === undefined ? {} : { sortText }),
  };
}

type ItemEdit = NonNullable<CompletionItem["textEdit"]>;

function editInEditor(snapshot: Snapshot, edit: ItemEdit): ItemEdit | undefined {
  const newText = withoutMarks(edit.newText);
  if ("range" in edit) {
    const range = toEditor(snapshot, edit.range)?.range;
    return range === undefined ? undefined : { range, newText };
  }
  const [insert, replace] = [toEditor(snapshot, edit.insert)?.range, toEditor(snapshot, edit.replace)?.range];
  return insert === undefined || replace === undefined ? undefined : { insert, replace, newText };
}

/** Packages bring files that no import names: their declarations, and those that declare what `node:` stands for. */
function isNoModule({ label, kind }: CompletionItem, before: string): boolean {
  if (kind !== 17 && kind !== 19) return false;
  const [, path] = /(?:\bfrom|\bimport|\brequire)\s*\(?\s*["'`]([^"'`]*)$/.exec(before) ?? [];
  if (path === undefined || /^[./]/.test(path)) return false;
  return path.startsWith("node:") || /\.d\.[cm]?ts$/.test(label);
}

function textBefore(
  { cells }: Snapshot,
  { cell, offset }: { readonly cell: number; readonly offset: number },
): string {
  return cells[cell]?.text.slice(Math.max(0, offset - 100), offset) ?? "";
}

function textOf(documentation: string | MarkupContent): string {
  return typeof documentation === "string" ? documentation : documentation.value;
}
