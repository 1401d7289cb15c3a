/** Which exports belong to which of the workspace's notebooks. Free of the editor's API. */
import { basename, relative, sep } from "node:path";
import type { ListedImage } from "../../containers/engine/engine.ts";
import { isBuiltFrom, isOlder } from "../../app/image/built-images.ts";
import type { ExportedFolder } from "../../app/export/exported-folder.ts";
import { type ExportItem, madeAt } from "./export-row.ts";

/** A notebook of the workspace as its file is. */
export interface KnownNotebook {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
  /** Where it was exported to last from this workspace. */
  readonly lastFolder: string | undefined;
}

/** One item for each folder and each name of an image, the newest first; what belongs to no notebook is left out. */
export function exportsOf(
  notebooks: readonly KnownNotebook[],
  images: readonly ListedImage[],
  folders: readonly ExportedFolder[],
): readonly ExportItem[] {
  const ofFolders = folders.flatMap((exported) => {
    const notebook = notebookOf(exported, notebooks);
    return notebook === undefined ? [] : [{ kind: "folder" as const, notebookPath: notebook.path, exported }];
  });
  const ofImages = images.flatMap((image) => {
    const notebook = notebooks.find(({ path }) => isBuiltFrom(image, path));
    if (notebook === undefined) return [];
    const older = isOlder(image, notebook);
    return image.tags.map((tag) => ({
      kind: "image" as const,
      notebookPath: notebook.path,
      tag,
      image,
      isOlder: older,
    }));
  });
  return [...ofFolders, ...ofImages].sort((a, b) => madeAt(b) - madeAt(a));
}

/** A folder says no more than its notebook's name; of several with that name, the one that was exported there. */
function notebookOf(
  { folder, notebook }: ExportedFolder,
  notebooks: readonly KnownNotebook[],
): KnownNotebook | undefined {
  const named = notebooks.filter(({ path }) => basename(path) === notebook);
  return named.find(({ lastFolder }) => lastFolder === folder) ?? nearest(folder, named);
}

/** The one with the fewest steps from the folder to it. */
function nearest(folder: string, notebooks: readonly KnownNotebook[]): KnownNotebook | undefined {
  const steps = ({ path }: KnownNotebook): number => relative(folder, path).split(sep).length;
  return notebooks.toSorted((a, b) => steps(a) - steps(b))[0];
}
