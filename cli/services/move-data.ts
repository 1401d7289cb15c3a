/** `pipenb services move`: what services of a notebook keep goes along with it to another path. */
import { resolve } from "node:path";
import { requireEngine } from "../../containers/engine/connect.ts";
import { dropService } from "../../containers/services/drop-services.ts";
import { findServices } from "../../containers/services/find-services.ts";
import { moveService } from "../../containers/services/move-data.ts";
import { CliError } from "../cli-error.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { shownPath } from "./list-services.ts";

type Environment = Readonly<Record<string, string | undefined>>;

export interface MoveRequest {
  /** The notebook's former path, where no file needs to be. */
  readonly from: string;
  readonly to: string;
  /** That service alone. */
  readonly name: string | undefined;
  /** What is kept for `to` is dropped. */
  readonly replace: boolean;
}

export async function moveServices(
  { from, to, name, replace }: MoveRequest,
  terminal: Terminal,
  env: Environment,
): Promise<void> {
  const engine = await requireEngine({ env });
  const [source, target] = [resolve(from), resolve(to)];
  if (source === target) throw new CliError("usage", `${from} and ${to} are one notebook.`);
  const all = (await findServices(engine, source)).filter(({ volumes }) => volumes.length > 0);
  const chosen = all.filter(({ service }) => name === undefined || service === name);
  if (chosen.length === 0)
    throw new CliError(
      "usage",
      `No service ${name === undefined ? "" : `"${name}" `}of ${from} keeps data.`,
      {
        remedy: "pipenb services list shows those of all notebooks.",
      },
    );
  const there = replace ? await findServices(engine, target) : [];
  for (const service of chosen) {
    for (const each of there)
      if (each.service === service.service && each.volumes.length > 0) await dropService(engine, each);
    await moveService(engine, service, target);
    terminal.note(`the data of ${service.service} are those of ${shownPath(target)} now`);
  }
}
