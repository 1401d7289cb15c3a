/**
 * Files that cells read here and that the image will not have: `image.files` does not name them, or no container has them. Only
 * what is there is told of; a file that is not may come from elsewhere.
 */
import { posix } from "node:path";
import type { Notebook, Problem } from "../model.ts";
import { placeInCell } from "../place-in-cell.ts";
import type { LocalModules } from "./local-modules.ts";
import { moduleSpecifiers } from "./module-specifiers.ts";
import { splitMount, usualFolders } from "../mounts.ts";
import { filesMeant } from "../specifiers/files-meant.ts";
import { filesUsed } from "./files-used.ts";

/** What a path leads to: below the notebook's folder, or out of it; undefined for nothing. Relative to that folder, or absolute. */
export type LookAtFile = (path: string) => "inside" | "outside" | undefined;

/** Places of people's own machines; a container's own files are elsewhere. */
const ofMachine = /^(?:\/(?:home|Users|root|mnt|media|Volumes)\/|[a-z]:[\\/])/i;

/** Warnings, each once for a file. */
export function missingInImage(
  notebook: Notebook,
  modules: LocalModules,
  lookAt: LookAtFile,
): readonly Problem[] {
  return [...linkedModules(notebook, modules, lookAt), ...filesMissing(notebook, modules, lookAt)];
}

/** The image has what they lead to, the kernel's container has not. */
function linkedModules({ cells }: Notebook, { files }: LocalModules, lookAt: LookAtFile): readonly Problem[] {
  return [...files.keys()]
    .filter((path) => lookAt(path) === "outside")
    .map((path) => {
      const places = cells.flatMap((cell) =>
        cell.kind === "markdown"
          ? []
          : moduleSpecifiers(cell.text)
              .filter(({ module }) => filesMeant(plain(module)).includes(path))
              .map(({ start }) => placeInCell(cell, start)),
      );
      return { severity: "warning", ...linked(path), ...(places[0] ?? { line: 1, column: 1 }) };
    });
}

function filesMissing(
  { cells, frontMatter }: Notebook,
  modules: LocalModules,
  lookAt: LookAtFile,
): readonly Problem[] {
  const { reads, writes } = filesUsed(cells.map(({ kind, text }) => (kind === "markdown" ? "" : text)));
  const { image, mounts } = frontMatter;
  const provided = [
    ...image.files,
    ...modules.files.keys(),
    ...usualFolders,
    ...mounts.flatMap((mount) => {
      const { source, target } = splitMount(mount) ?? { source: mount, target: mount };
      return [source, target];
    }),
    ...writes.map(({ path }) => path),
  ].map(plain);
  const told = new Set<string>();
  return reads.flatMap(({ path, cell: index, start }): readonly Problem[] => {
    const cell = cells[index];
    const wanted = plain(path);
    if (cell === undefined || told.has(wanted)) return [];
    if (provided.some((each) => isBelow(wanted, each) || isBelow(each, wanted))) return [];
    told.add(wanted);
    const words = wordsFor(wanted, lookAt);
    return words === undefined ? [] : [{ severity: "warning", ...words, ...placeInCell(cell, start) }];
  });
}

type Words = Required<Pick<Problem, "message" | "remedy">>;

function wordsFor(path: string, lookAt: LookAtFile): Words | undefined {
  if (posix.isAbsolute(path) && !ofMachine.test(path)) return undefined;
  const found = lookAt(path);
  if (found === undefined) return undefined;
  if (ofMachine.test(path))
    return {
      message: `${path} is a place of this machine, which neither the kernel's container nor the image has.`,
      remedy: "Write the path from the notebook's folder, or use a mount.",
    };
  if (path.startsWith("../"))
    return {
      message: `${path} lies outside of the notebook's folder, and is in no container.`,
      remedy: "Move it below the notebook's folder, or use a mount.",
    };
  if (found === "outside") return linked(path);
  return {
    message: `${path} is read here, and image.files does not name it: the image will not have it.`,
    remedy: "Name it under image.files, or mount it where the image is run.",
  };
}

const linked = (path: string): Words => ({
  message: `${path} is a link that leads out of the notebook's folder, where the kernel's container has nothing.`,
  remedy: "Put the file itself in the link's place.",
});

const plain = (path: string): string => posix.normalize(path).replace(/(?<=.)\/$/, "");

const isBelow = (path: string, folder: string): boolean =>
  folder === "." ? !path.startsWith("../") : path === folder || path.startsWith(`${folder}/`);
