/** "Open Sample": copies a sample with its data beside the user's own files and opens it. */
import * as vscode from "vscode";
import { showFailure } from "../failures/show-failure.ts";
import { isThere } from "../is-there.ts";

/** Files by their path in the extension's folder `samples`. */
interface Sample {
  readonly notebook: string;
  readonly label: string;
  readonly detail: string;
  readonly beside: readonly string[];
}

const samples: readonly Sample[] = [
  {
    notebook: "hello.pipenb",
    label: "Hello",
    detail: "Cells, parameters and a result; needs no packages",
    beside: [],
  },
  {
    notebook: "display.pipenb",
    label: "What cells show",
    detail: "Tables, trees, charts, pictures and progress; display, input and $",
    beside: ["display.lock.json"],
  },
  {
    notebook: "seattle-weather.pipenb",
    label: "Weather of Seattle",
    detail: "Four years of daily weather with polars and DuckDB: a report for a day and its month",
    beside: ["seattle-weather.lock.json", "data/seattle-weather.csv"],
  },
];

/** Registers the command. */
export function registerOpenSample(extension: vscode.Uri, log: vscode.LogOutputChannel): vscode.Disposable {
  return vscode.commands.registerCommand("pipenb.openSample", async () => {
    try {
      const sample = await askSample();
      const folder = sample === undefined ? undefined : await askFolder();
      if (sample === undefined || folder === undefined) return;
      const from = vscode.Uri.joinPath(extension, "samples");
      for (const path of [sample.notebook, ...sample.beside]) await copyIfMissing(from, folder, path);
      const notebook = vscode.Uri.joinPath(folder, sample.notebook);
      await vscode.commands.executeCommand("vscode.openWith", notebook, "pipenb");
    } catch (error) {
      void showFailure(error, { log });
    }
  });
}

async function askSample(): Promise<Sample | undefined> {
  const items = samples.map((sample) => ({ label: sample.label, detail: sample.detail, sample }));
  const chosen = await vscode.window.showQuickPick(items, { title: "Open a sample" });
  return chosen?.sample;
}

/** A folder of its own in the workspace; without one, the folder that the user names. */
async function askFolder(): Promise<vscode.Uri | undefined> {
  const [open] = vscode.workspace.workspaceFolders ?? [];
  if (open !== undefined) return vscode.Uri.joinPath(open.uri, "pipenb-samples");
  const [chosen] =
    (await vscode.window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      openLabel: "Copy the Sample Here",
    })) ?? [];
  return chosen;
}

/** What is there already may have been worked on. */
async function copyIfMissing(from: vscode.Uri, to: vscode.Uri, path: string): Promise<void> {
  const target = vscode.Uri.joinPath(to, path);
  if (!(await isThere(target))) await vscode.workspace.fs.copy(vscode.Uri.joinPath(from, path), target);
}
