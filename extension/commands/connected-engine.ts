import type { Engine } from "../../containers/engine/engine.ts";
import { CommandError } from "../failures/command-error.ts";

/** The engine of this machine. Throws a `CommandError` that names every place that was asked. */
export async function connectedEngine(signal?: AbortSignal): Promise<Engine> {
  const { connectEngine } = await import("../../containers/engine/connect.ts");
  const connection = await connectEngine(signal === undefined ? {} : { signal });
  if (connection.kind === "engine") return connection.engine;
  const tried = connection.tried.map(({ endpoint, why }) => `${endpoint}: ${why}`).join(" ");
  throw new CommandError(
    "no-engine",
    `No container engine answers. Start one (Docker, Podman, Colima) and try again. Tried: ${tried}`,
  );
}
