/** `pipenb services list` */
import { relative, resolve } from "node:path";
import { requireEngine } from "../../containers/engine/connect.ts";
import { findServices } from "../../containers/services/find-services.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { serviceTable } from "./service-table.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Relative where that is no detour. */
export function shownPath(path: string): string {
  const short = relative(process.cwd(), path);
  return short.startsWith("..") ? path : short;
}

/** Of one notebook, or of all. */
export async function listServices(
  { notebook, json }: { readonly notebook: string | undefined; readonly json: boolean },
  terminal: Terminal,
  env: Environment,
): Promise<void> {
  const engine = await requireEngine({ env });
  const path = notebook === undefined ? undefined : resolve(notebook);
  const services = await findServices(engine, path);
  if (json) {
    terminal.out(`${JSON.stringify(services)}\n`);
    return;
  }
  if (services.length === 0) {
    terminal.note(
      `No service ${notebook === undefined ? "of a notebook" : `of ${notebook}`} runs or keeps data.`,
    );
    return;
  }
  terminal.out(serviceTable(services, shownPath, Date.now()));
  if (services.some(({ volumes }) => volumes.length === 0))
    terminal.note(
      "A service keeps nothing where its image declares no VOLUME, unless services.NAME.keep lists its folders, and where the front matter or the start says so (keep: false, --fresh).",
    );
}
