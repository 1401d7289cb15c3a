/** Which notebook a new file is a copy of: the editor tells of no "Save As", and of a copy not what it was made of. */
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";

export interface NotebookText {
  readonly path: string;
  readonly text: string;
}

/** An open notebook of the same text, saved or not; else one in the same folder. An empty one is a copy of none. */
export async function originalOf(
  copy: NotebookText,
  open: readonly NotebookText[],
): Promise<string | undefined> {
  if (copy.text.trim() === "") return undefined;
  const isOriginal = ({ path, text }: NotebookText): boolean => path !== copy.path && text === copy.text;
  return (open.find(isOriginal) ?? (await inFolder(dirname(copy.path))).find(isOriginal))?.path;
}

async function inFolder(folder: string): Promise<readonly NotebookText[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".pipenb"));
  return Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      return { path, text: await readFile(path, "utf8").catch(() => "") };
    }),
  );
}
