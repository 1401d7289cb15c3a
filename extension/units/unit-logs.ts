/** Logs of units as documents that nobody can change. */
import { basename, dirname } from "node:path";
import * as vscode from "vscode";
import { journalPlace, type JournalPlace } from "../../app/backfill/journal-place.ts";
import { connectedEngine } from "../commands/connected-engine.ts";

const scheme = "pipenb-unit-log";

/** The journal of a notebook. */
export const placeOf = ({ fsPath }: vscode.Uri): Promise<JournalPlace> =>
  journalPlace({
    folder: dirname(fsPath),
    name: basename(fsPath),
    store: process.env["PIPENB_JOURNAL"],
    env: process.env,
  });

/** Opens the log of an attempt of a unit, the last one where undefined. */
export async function openUnitLog(notebook: vscode.Uri, unit: string, attempt?: number): Promise<void> {
  const name = `${encodeURIComponent(unit)}${attempt === undefined ? "" : `, attempt ${attempt}`}.log`;
  const query = JSON.stringify([notebook.toString(), unit, attempt ?? 0]);
  const uri = vscode.Uri.from({ scheme, path: `/${basename(notebook.fsPath)}/${name}`, query });
  changed.fire(uri); // one that is open already may be of an attempt that still ran
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document, { preview: true });
}

const changed = new vscode.EventEmitter<vscode.Uri>();

/** Registers what reads them. */
export function registerUnitLogs(): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(scheme, {
    onDidChange: changed.event,
    async provideTextDocumentContent({ query }) {
      // SAFETY: made above, and opened by us alone.
      const [notebook, unit, attempt] = JSON.parse(query) as [string, string, number];
      const { unitLog } = await import("../../app/backfill/unit-log.ts");
      const asked = { unit, attempt: attempt === 0 ? undefined : attempt };
      const log = await unitLog(
        await placeOf(vscode.Uri.parse(notebook)),
        asked,
        () => connectedEngine(),
        process.env,
      );
      if (log.kind === "log") return log.text;
      return log.attempts === 0
        ? `${unit} was never run.\n`
        : `Nothing was kept of attempt ${log.attempt} of ${unit}.\n`;
    },
  });
}
