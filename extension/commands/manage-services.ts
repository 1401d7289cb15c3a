/** "Services…": the logs and a shell of a service of the notebook, and dropping what it keeps. */
import * as vscode from "vscode";
import { usersInWords } from "../../app/failures/host-failure.ts";
import { bytes } from "../../containers/figures/bytes.ts";
import type { ServiceRecord } from "../../containers/services/find-services.ts";
import { sayShortly } from "../say-shortly.ts";
import { connectedEngine } from "./connected-engine.ts";
import type { NotebookWork } from "./notebook-command.ts";

interface Item extends vscode.QuickPickItem {
  readonly act?: () => Promise<void>;
}

/** Lists them, and does what is chosen. */
export const manageServices: NotebookWork = async (document, { log }) => {
  const engine = await connectedEngine();
  const { findServices } = await import("../../containers/services/find-services.ts");
  const services = await findServices(engine, document.uri.fsPath);
  if (services.length === 0) {
    void vscode.window.showInformationMessage(
      "No service of this notebook runs or keeps data. Services of the front matter start with its kernel.",
    );
    return;
  }
  const reset = async (service: ServiceRecord): Promise<void> => {
    if (!(await mayDrop(service))) return;
    const { dropService } = await import("../../containers/services/drop-services.ts");
    await dropService(engine, service);
    log.info(`${service.notebookPath}: dropped the data of the service ${service.service}`);
    sayShortly(`The data of ${service.service} are gone.`);
  };
  const chosen = await vscode.window.showQuickPick<Item>(
    services.flatMap((service) => itemsOf(service, reset)),
    { title: "Services of this notebook", placeHolder: "What shall be done?" },
  );
  await chosen?.act?.();
};

function itemsOf(service: ServiceRecord, reset: (service: ServiceRecord) => Promise<void>): readonly Item[] {
  const { service: name, containerId, containerName, state, volumes } = service;
  const description = stateOf(service);
  const inDocker = (title: string, args: readonly string[]) => (): Promise<void> => {
    const options = { name: `${name}: ${title}`, shellPath: "docker", shellArgs: [...args] };
    vscode.window.createTerminal(options).show();
    return Promise.resolve();
  };
  return [
    ...(containerId === undefined
      ? []
      : [
          {
            label: `$(output) Show Logs of ${name}`,
            description,
            detail: "In a terminal, and what it writes from now on",
            act: inDocker("logs", ["logs", "--follow", containerName]),
          },
        ]),
    ...(state === "running"
      ? [
          {
            label: `$(terminal) Open Shell in ${name}`,
            detail: "In its container",
            act: inDocker("shell", ["exec", "-it", containerName, "sh"]),
          },
        ]
      : []),
    ...(volumes.length > 0
      ? [
          {
            label: `$(trash) Reset ${name}…`,
            description,
            detail: `Drops what it keeps: ${keptOf(service)}`,
            act: () => reset(service),
          },
        ]
      : []),
  ];
}

function stateOf({ state, image, users }: ServiceRecord): string {
  const runs = users.length === 0 ? "running" : `runs for ${usersInWords(users)}`;
  return `${image}, ${state === "running" ? runs : "stopped"}`;
}

function keptOf({ volumes }: ServiceRecord): string {
  if (volumes.length === 0) return "nothing";
  return volumes
    .map(({ path, bytes: count }) => (count === undefined ? path : `${path} (${bytes(count)})`))
    .join(", ");
}

async function mayDrop(service: ServiceRecord): Promise<boolean> {
  const drop = "Drop Data";
  const chosen = await vscode.window.showWarningMessage(
    `Drop all data of the service ${service.service}?`,
    { modal: true, detail: `${keptOf(service)} goes, and cannot be had back.` },
    drop,
  );
  return chosen === drop;
}
