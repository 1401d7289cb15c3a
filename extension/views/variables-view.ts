/** The view of what the cells of the notebook in front have declared, brought up to date after each cell. */
import { isDeepStrictEqual } from "node:util";
import * as vscode from "vscode";
import type { KernelClient } from "../../protocol/client.ts";
import type { Message } from "../../protocol/message.ts";
import type { Variable } from "../../protocol/variables.ts";
import { showFailure } from "../failures/show-failure.ts";
import type { Kernels } from "../kernel/kernels.ts";
import { variableRow } from "./variable-row.ts";
import { VariableTexts } from "./variable-text.ts";

/** Cells that end shortly after each other are one change. */
const settleMilliseconds = 100;

/** Shows the view and registers its command. */
export function registerVariablesView(kernels: Kernels, log: vscode.LogOutputChannel): vscode.Disposable {
  const list = new VariableList(kernels, log);
  const texts = new VariableTexts(kernels);
  const view = vscode.window.createTreeView("pipenb.variables", { treeDataProvider: list });
  const show = (): void => {
    list.watch(view.visible);
  };
  show();
  return vscode.Disposable.from(
    list,
    texts,
    view,
    view.onDidChangeVisibility(show),
    kernels.onDidChange(show),
    vscode.window.onDidChangeActiveNotebookEditor(show),
    vscode.workspace.onDidCloseNotebookDocument(show),
    vscode.commands.registerCommand("pipenb.showVariable", async (name: string | undefined) => {
      if (name === undefined || list.notebook === undefined) return;
      try {
        await texts.open(list.notebook, name);
      } catch (error) {
        void showFailure(error, { log });
      }
    }),
  );
}

class VariableList implements vscode.TreeDataProvider<Variable>, vscode.Disposable {
  readonly #kernels: Kernels;
  readonly #log: vscode.LogOutputChannel;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  #notebook: vscode.NotebookDocument | undefined;
  #client: KernelClient | undefined;
  #stopListening: () => void = () => undefined;
  #timer: NodeJS.Timeout | undefined;
  #variables: readonly Variable[] = [];
  #visible = false;

  constructor(kernels: Kernels, log: vscode.LogOutputChannel) {
    this.#kernels = kernels;
    this.#log = log;
  }

  /** The notebook whose variables are shown: the last one that was in front. */
  get notebook(): vscode.NotebookDocument | undefined {
    return this.#notebook?.isClosed === true ? undefined : this.#notebook;
  }

  /** Something else may be in front, or its kernel another. Hidden, the kernel is asked nothing. */
  watch(visible: boolean): void {
    this.#visible = visible;
    const front = vscode.window.activeNotebookEditor?.notebook;
    this.#notebook = front?.notebookType === "pipenb" ? front : this.notebook;
    this.#follow().catch((error: unknown) => {
      this.#log.warn(`The variables cannot be followed: ${String(error)}`);
    });
  }

  getTreeItem(variable: Variable): vscode.TreeItem {
    const { label, description, tooltip, icon } = variableRow(variable);
    const item = new vscode.TreeItem(label);
    item.id = variable.name;
    item.description = description;
    item.tooltip = tooltip;
    item.iconPath = new vscode.ThemeIcon(icon);
    item.command = { title: "Show Variable", command: "pipenb.showVariable", arguments: [variable.name] };
    return item;
  }

  getChildren(of?: Variable): Variable[] {
    return of === undefined ? [...this.#variables] : [];
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#stopListening();
    this.#changed.dispose();
  }

  async #follow(): Promise<void> {
    const notebook = this.notebook;
    const client = notebook === undefined ? undefined : await this.#kernels.existing(notebook)?.readyClient();
    // Another one came to the front meanwhile.
    if (notebook !== this.notebook) return;
    if (client !== this.#client) {
      this.#stopListening();
      this.#client = client;
      this.#show([]);
      this.#stopListening =
        client?.onMessage((message) => {
          if (changesVariables(message)) this.#refreshSoon();
        }) ?? (() => undefined);
    }
    this.#refreshSoon();
  }

  #refreshSoon(): void {
    clearTimeout(this.#timer);
    if (!this.#visible) return;
    this.#timer = setTimeout(() => {
      this.#refresh().catch((error: unknown) => {
        this.#log.warn(`The variables cannot be listed: ${String(error)}`);
      });
    }, settleMilliseconds);
  }

  async #refresh(): Promise<void> {
    const client = this.#client;
    const variables = await client?.variables();
    // Undefined while a cell runs: what was there stands until its end.
    if (variables !== undefined && client === this.#client) this.#show(variables);
  }

  #show(variables: readonly Variable[]): void {
    // Of two rows with one name the editor shows neither, and nothing from then on.
    const rows = [...new Map(variables.map((variable) => [variable.name, variable])).values()];
    // The editor loses a click on a row that is drawn anew meanwhile.
    if (isDeepStrictEqual(rows, this.#variables)) return;
    this.#variables = rows;
    this.#changed.fire(undefined);
  }
}

/** The end of a cell, and a runtime that starts over. */
function changesVariables({ header, parentHeader, content }: Message): boolean {
  if (header.msg_type !== "status" || typeof content !== "object" || content === null) return false;
  const state = "execution_state" in content ? content.execution_state : undefined;
  return state === "starting" || (state === "idle" && parentHeader?.msg_type === "execute_request");
}
