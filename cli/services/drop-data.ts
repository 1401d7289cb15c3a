/** `pipenb services reset|prune`: drops what services keep. */
import { resolve } from "node:path";
import { requireEngine } from "../../containers/engine/connect.ts";
import type { Engine } from "../../containers/engine/engine.ts";
import { dropService, withoutNotebook } from "../../containers/services/drop-services.ts";
import { findServices, type ServiceRecord } from "../../containers/services/find-services.ts";
import { CliError } from "../cli-error.ts";
import { askYesNo } from "../terminal/ask.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { shownPath } from "./list-services.ts";
import { serviceTable } from "./service-table.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** All of a notebook, or one. */
export async function resetServices(
  {
    notebook,
    name,
    yes,
  }: { readonly notebook: string; readonly name: string | undefined; readonly yes: boolean },
  terminal: Terminal,
  env: Environment,
): Promise<void> {
  const engine = await requireEngine({ env });
  const all = (await findServices(engine, resolve(notebook))).filter(({ volumes }) => volumes.length > 0);
  const chosen = all.filter(({ service }) => name === undefined || service === name);
  if (chosen.length === 0) {
    if (name === undefined || all.length === 0) terminal.note(`No service of ${notebook} keeps data.`);
    else
      throw new CliError("usage", `The service "${name}" of ${notebook} keeps no data.`, {
        remedy: `These do: ${all.map(({ service }) => service).join(", ")}.`,
      });
    return;
  }
  const what = chosen.map(({ service }) => service).join(", ");
  const remedy = "--yes drops them without a question.";
  if (yes || (await askYesNo(`Drop all data of ${what} of ${notebook}?`, remedy)))
    await drop(engine, chosen, terminal);
}

/** Those whose notebook is gone from this machine: lists them first. */
export async function pruneServices(
  { yes }: { readonly yes: boolean },
  terminal: Terminal,
  env: Environment,
): Promise<void> {
  const engine = await requireEngine({ env });
  const gone = await withoutNotebook(await findServices(engine));
  if (gone.length === 0) {
    terminal.note("Every service that keeps data has its notebook.");
    return;
  }
  terminal.out(serviceTable(gone, shownPath, Date.now()));
  const remedy = "--yes drops them without a question.";
  if (yes || (await askYesNo("Their notebooks are gone. Drop all these data?", remedy)))
    await drop(engine, gone, terminal);
}

async function drop(engine: Engine, services: readonly ServiceRecord[], terminal: Terminal): Promise<void> {
  for (const service of services) {
    await dropService(engine, service);
    terminal.note(`dropped the data of ${service.service} of ${shownPath(service.notebookPath)}`);
  }
}
