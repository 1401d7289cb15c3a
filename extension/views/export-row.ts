/** What the list of exports says about one. Free of the editor's API. */
import { basename } from "node:path";
import type { ListedImage } from "../../containers/engine/engine.ts";
import { bytes } from "../../containers/figures/bytes.ts";
import type { ExportedFolder } from "../../app/export/exported-folder.ts";
import { ageOf } from "./age.ts";

/** An image under one of its names, or an exported folder, with the notebook it was made from. */
export type ExportItem =
  | {
      readonly kind: "image";
      /** Absolute. */
      readonly notebookPath: string;
      readonly tag: string;
      readonly image: Pick<ListedImage, "id" | "size" | "created">;
      /** Whether the notebook's file has changed since; undefined where the image does not tell. */
      readonly isOlder: boolean | undefined;
    }
  | {
      readonly kind: "folder";
      /** Absolute. */
      readonly notebookPath: string;
      readonly exported: ExportedFolder;
    };

export interface ExportRow {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly tooltip: string;
  /** Name of an icon of the editor. */
  readonly icon: string;
}

/** The row of an export; `now` is in milliseconds since the epoch. */
export function exportRow(item: ExportItem, now: number): ExportRow {
  const { notebookPath } = item;
  const notebook = basename(notebookPath);
  const age = ageOf(now - madeAt(item) * 1000);
  if (item.kind === "folder") {
    const { folder, size } = item.exported;
    return {
      id: `folder ${folder}`,
      label: basename(folder),
      description: `${age}, ${bytes(size)}, ${notebook}`,
      tooltip: [folder, `exported ${age} ago from ${notebookPath}`].join("\n"),
      icon: "folder-opened", // the editor takes "folder" for its file icons, and indents it
    };
  }
  const { tag, image, isOlder } = item;
  // Names with a registry are long, and their end tells more.
  const slash = tag.lastIndexOf("/");
  const place = slash < 0 ? [] : [tag.slice(0, slash)];
  const from = `${notebook}${isOlder === true ? " (changed since)" : ""}`;
  return {
    id: `image ${tag}`,
    label: tag.slice(slash + 1),
    description: [age, bytes(image.size), ...place, from].join(", "),
    tooltip: [
      tag,
      `built ${age} ago from ${notebookPath}`,
      ...(isOlder === true ? ["The notebook has changed since. Build Image… brings it up to date."] : []),
      image.id,
    ].join("\n"),
    icon: "package",
  };
}

/** Seconds since the epoch. */
export function madeAt(item: ExportItem): number {
  return item.kind === "folder" ? item.exported.written : item.image.created;
}
