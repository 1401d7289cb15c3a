import { connectEngine } from "../../containers/engine/connect.ts";
import type { Engine } from "../../containers/engine/engine.ts";
import { CliError } from "../cli-error.ts";

/** The engine, or an error that names every place that was asked. */
export async function connectOrExplain(
  env: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal,
): Promise<Engine> {
  const connection = await connectEngine({ env, signal });
  if (connection.kind === "engine") return connection.engine;
  const tried = connection.tried.map(({ endpoint, why }) => `  ${endpoint}: ${why}`);
  throw new CliError("engine", ["No container engine answers.", ...tried].join("\n"), {
    remedy: 'Start Docker (or Podman with its socket); "pipenb doctor" says what is missing.',
  });
}
