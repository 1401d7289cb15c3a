/** "Show Units": a panel beside each notebook with what its journal says, found again after a reload. */
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import * as vscode from "vscode";
import * as z from "zod";
import { keptResult } from "../../app/backfill/journal-place.ts";
import { parseResult } from "../../app/backfill/unit-result.ts";
import { unitStates } from "../../app/backfill/unit-states.ts";
import { noNotebook } from "../failures/command-error.ts";
import { showFailure } from "../failures/show-failure.ts";
import { targetUri } from "../commands/target-uri.ts";
import { attemptsOf } from "./attempts.ts";
import type { PageMessage } from "./messages.ts";
import { openUnitLog, placeOf, registerUnitLogs } from "./unit-logs.ts";
import { unitsPage } from "./units-page.ts";

const viewType = "pipenb.units";

const HostMessageSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ready") }),
  z.object({ type: z.literal("look"), unit: z.string() }),
  z.object({ type: z.literal("log"), unit: z.string(), attempt: z.number().int().positive().optional() }),
  z.object({ type: z.literal("again"), unit: z.string() }),
  z.object({ type: z.literal("backfill") }),
]);
const StateSchema = z.object({ notebook: z.string() });
const ContextSchema = z.object({ notebook: z.string(), unit: z.string() });

/** Registers the command, its panels and what their menus do. */
export function registerUnits(folder: vscode.Uri, log: vscode.LogOutputChannel): vscode.Disposable {
  const panels = new Map<string, vscode.WebviewPanel>();
  const resources = vscode.Uri.joinPath(folder, "dist", "renderer").fsPath;
  const failed = (error: unknown): void => void showFailure(error, { log });
  const fill = (panel: vscode.WebviewPanel, notebook: vscode.Uri): void => {
    panels.set(notebook.toString(), panel);
    panel.onDidDispose(() => panels.delete(notebook.toString()));
    serve(panel, { notebook, resources, failed });
  };
  const forUnit = (
    id: string,
    act: (notebook: vscode.Uri, unit: string) => Thenable<unknown>,
  ): vscode.Disposable =>
    vscode.commands.registerCommand(id, async (context: unknown) => {
      const given = ContextSchema.safeParse(context);
      if (given.success)
        await act(vscode.Uri.parse(given.data.notebook), given.data.unit).then(undefined, failed);
    });
  return vscode.Disposable.from(
    registerUnitLogs(),
    vscode.commands.registerCommand("pipenb.showUnits", (target: unknown) => {
      const notebook = targetUri(target) ?? vscode.window.activeNotebookEditor?.notebook.uri;
      if (notebook === undefined) {
        failed(noNotebook());
        return;
      }
      const open = panels.get(notebook.toString());
      if (open !== undefined) {
        open.reveal();
        return;
      }
      const title = `Units of ${basename(notebook.fsPath)}`;
      const options = { enableScripts: true, localResourceRoots: [] };
      fill(vscode.window.createWebviewPanel(viewType, title, vscode.ViewColumn.Beside, options), notebook);
    }),
    forUnit("pipenb.showUnitLog", (notebook, unit) => openUnitLog(notebook, unit)),
    forUnit("pipenb.runUnitAgain", runAgain),
    vscode.window.registerWebviewPanelSerializer(viewType, {
      deserializeWebviewPanel(panel, state: unknown) {
        const kept = StateSchema.safeParse(state);
        if (kept.success) fill(panel, vscode.Uri.parse(kept.data.notebook));
        else panel.dispose();
        return Promise.resolve();
      },
    }),
  );
}

/** With the parameters of the last backfill. */
function runAgain(notebook: vscode.Uri, unit: string): Thenable<unknown> {
  return vscode.commands.executeCommand("pipenb.backfill", notebook, { units: [unit], only: "all" });
}

interface Served {
  readonly notebook: vscode.Uri;
  /** The folder of the page's script and style. */
  readonly resources: string;
  readonly failed: (error: unknown) => void;
}

function serve(panel: vscode.WebviewPanel, { notebook, resources, failed }: Served): void {
  const { webview } = panel;
  const place = placeOf(notebook);
  const post = (message: PageMessage): void => void webview.postMessage(message);
  const tell = async (): Promise<void> => {
    const known = await (await place).journal.look();
    const rows = unitStates(known).map(([unit, state]) => {
      const { attempt, code, at } = known.units.get(unit) ?? {};
      return { unit, state, attempt, code, at };
    });
    post({ type: "units", rows });
  };
  const answer = async (message: z.infer<typeof HostMessageSchema>): Promise<void> => {
    switch (message.type) {
      case "ready":
        return tell();
      case "look": {
        const { unit } = message;
        const { journal } = await place;
        const attempts = attemptsOf(await journal.lookAtUnit(unit));
        const kept = await keptResult(await place, unit, attempts[0]?.attempt ?? 0);
        post({ type: "attempts", unit, attempts, result: parseResult(kept ?? "") });
        return;
      }
      case "log":
        return openUnitLog(notebook, message.unit, message.attempt);
      case "again":
        await runAgain(notebook, message.unit);
        return;
      case "backfill":
        await vscode.commands.executeCommand("pipenb.backfill", notebook);
    }
  };
  webview.onDidReceiveMessage((data: unknown) => {
    const message = HostMessageSchema.safeParse(data);
    if (message.success) answer(message.data).catch(failed);
  });
  const changed = (): void => {
    // A hidden one asks when it is shown again.
    if (panel.visible) tell().catch(failed);
  };
  const watching = place.then(({ journal }) => journal.watch(changed));
  panel.onDidDispose(() => {
    // What cannot be watched was told when the page asked for its units.
    watching
      .then((end) => {
        end();
      })
      .catch(() => undefined);
  });
  const textOf = (name: string): string => readFileSync(join(resources, name), "utf8");
  webview.html = unitsPage({
    script: textOf("units.js"),
    style: textOf("units.css"),
    nonce: randomBytes(16).toString("hex"),
    notebook: notebook.toString(),
  });
}
