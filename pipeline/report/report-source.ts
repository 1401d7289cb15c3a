/** What an export leaves beside its runner for reports of runs: the notebook as it is written, and the code that shows what cells end with. */
import { cellName } from "../../notebook/cell-name.ts";
import type { Notebook } from "../../notebook/model.ts";
import type { ReportedNotebook } from "./report-page.ts";

/** That file, and the program that makes reports. Both are read where a report is wanted, and never else. */
export const reportFiles = { source: "pipenb.report.json", program: "runner.report.mjs" } as const;

export interface ReportSource {
  readonly notebook: ReportedNotebook;
  /** JavaScript that stands for `pipeline.ts`, as long as that has this checksum. */
  readonly code: { readonly of: number; readonly code: string };
}

/** The cells with the names that everything calls them by. */
export function reportedNotebook(notebook: Notebook, file: string, title: string): ReportedNotebook {
  const cells = notebook.cells.map((cell, index) => ({
    kind: cell.kind,
    name: cellName(cell, index),
    text: cell.text,
  }));
  return { file, title, cells };
}

/** Its text. */
export function reportSourceText(source: ReportSource): string {
  return `${JSON.stringify(source, undefined, 1)}\n`;
}

/** Reads the text. */
export function readReportSource(text: string): ReportSource {
  // SAFETY: written by the export that the runner is of.
  return JSON.parse(text) as ReportSource;
}
