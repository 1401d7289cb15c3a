/** Edits as the server gives them, brought to where cells and files have them. */
import type { TextEdit, WorkspaceEdit } from "vscode-languageserver-protocol";
import { withoutMarks } from "../module/versions.ts";
import { editToCell, spanToEditor } from "./open-notebook.ts";
import type { Snapshot } from "./open-notebook.ts";
import type { Edits } from "./questions.ts";

/** The edits of cells and of files; what is generated or another notebook's is left out. */
export function collected(
  snapshot: Snapshot,
  uri: string,
  isModule: (uri: string) => boolean,
  found: readonly (WorkspaceEdit | null | undefined)[],
): Edits {
  const cells = new Map<number, Map<string, TextEdit>>();
  const files = new Map<string, Map<string, TextEdit>>();
  for (const [file, edit] of found.flatMap(editsByFile)) {
    if (file === uri) {
      const inCell = editToCell(snapshot, edit);
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
