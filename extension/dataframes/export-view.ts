/** Writes what one looks at of a dataframe to a file that the person chooses. */
import { open, rename, rm } from "node:fs/promises";
import { basename } from "node:path";
import * as vscode from "vscode";
import { bytes as sizeOf } from "../../containers/figures/bytes.ts";
import type { ExportFormat } from "../../dataframes/protocol/request.ts";
import type { DataframesClient } from "../../dataframes/protocol/client.ts";
import type { View } from "../../dataframes/protocol/view.ts";
import { withProgress } from "../commands/with-progress.ts";
import type { Report } from "../commands/with-progress.ts";

export interface ExportRequest {
  readonly frame: string;
  readonly view: View;
  readonly columns: readonly number[];
  readonly format: ExportFormat;
}

const kinds: Readonly<Record<ExportFormat, string>> = {
  csv: "CSV",
  parquet: "Parquet",
  arrow: "Arrow IPC stream",
};
const pieceBytes = 4 * 1024 * 1024;

/** Gives the path, or null where the person thought better of it. */
export async function exportView(
  client: DataframesClient,
  notebook: vscode.NotebookDocument,
  request: ExportRequest,
  cancelled: AbortSignal,
): Promise<string | null> {
  const { format } = request;
  const name = `${basename(notebook.uri.fsPath, ".pipenb")}.${format}`;
  const chosen = await choosePlace(notebook, name, { [kinds[format]]: [format] });
  if (chosen === undefined) return null;
  await withProgress(`Writing ${basename(chosen)}`, async (report, signal) => {
    await fetchFile(client, request, chosen, report, AbortSignal.any([signal, cancelled]));
  });
  return chosen;
}

/** As {@link exportView}, for bytes that are there already. */
export async function saveBytes(
  notebook: vscode.NotebookDocument,
  name: string,
  content: Uint8Array,
): Promise<string | null> {
  const chosen = await choosePlace(notebook, basename(name), {});
  if (chosen === undefined) return null;
  await writeWhole(chosen, async (write) => {
    await write(content);
  });
  return chosen;
}

async function choosePlace(
  notebook: vscode.NotebookDocument,
  name: string,
  filters: Record<string, string[]>,
): Promise<string | undefined> {
  const defaultUri = vscode.Uri.joinPath(notebook.uri.with({ scheme: "file", authority: "" }), "..", name);
  return (await vscode.window.showSaveDialog({ defaultUri, filters }))?.fsPath;
}

async function fetchFile(
  client: DataframesClient,
  { frame, view, columns, format }: ExportRequest,
  path: string,
  report: Report,
  signal: AbortSignal,
): Promise<void> {
  report("the kernel writes it");
  const made = await client.ask(frame, { method: "export", view, columns, format }, signal);
  const { file, bytes } = made.result;
  try {
    await writeWhole(path, async (write) => {
      for (let offset = 0; offset < bytes;) {
        const question = { method: "read", file, offset, length: pieceBytes } as const;
        const [piece] = (await client.ask(frame, question, signal)).buffers;
        if (piece === undefined || piece.length === 0) throw new Error("The kernel's file ended early.");
        await write(piece);
        offset += piece.length;
        report(`${sizeOf(offset)} of ${sizeOf(bytes)}`, offset / bytes);
      }
    });
  } finally {
    // Not awaited, and a kernel that is gone has let go of it already.
    client.ask(frame, { method: "release", file }).catch(() => undefined);
  }
}

/** Nothing is left at the path, or what was there before, unless all of it has been written. */
async function writeWhole(
  path: string,
  work: (write: (bytes: Uint8Array) => Promise<void>) => Promise<void>,
): Promise<void> {
  const partial = `${path}.part`;
  try {
    const handle = await open(partial, "w");
    try {
      await work(async (bytes) => {
        await handle.writeFile(bytes);
      });
    } finally {
      await handle.close();
    }
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}
