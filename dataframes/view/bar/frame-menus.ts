/** The menus of one frame's bar: their labels, and what each does. */
import type { ExportFormat } from "../../protocol/request.ts";
import type { CopyFormat } from "../copy/formats.ts";

type MenuItem = readonly [label: string, run: () => void];

export function copyMenu(copy: (format: CopyFormat) => void): readonly MenuItem[] {
  const formats = [["Tab-separated (TSV)", "tsv"], ["Markdown", "markdown"], ["JSON", "json"]] as const; // prettier-ignore
  return formats.map(([label, format]) => [
    label,
    () => {
      copy(format);
    },
  ]);
}

export function exportMenu(write: (format: ExportFormat) => void): readonly MenuItem[] {
  const formats = [["CSV…", "csv"], ["Parquet…", "parquet"], ["Arrow…", "arrow"]] as const; // prettier-ignore
  return formats.map(([label, format]) => [
    label,
    () => {
      write(format);
    },
  ]);
}
