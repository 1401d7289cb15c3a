import type { Engine } from "../../containers/engine/engine.ts";

/** The engine of this machine, whose client is large and loaded only now. Rejects with a `NoEngineError` where none answers. */
export async function connectedEngine(signal?: AbortSignal): Promise<Engine> {
  const { requireEngine } = await import("../../containers/engine/connect.ts");
  return requireEngine({ signal });
}
