/** Where a kernel's container can be reached from this machine. */
import { portThroughEngine } from "../../elsewhere/port-through-engine.ts";
import type { ContainerSummary, Engine } from "../../engine/engine.ts";
import { HostError } from "../host-error.ts";

/** The port the kernel listens on inside its container. */
export const kernelPort = 41_999;

export interface KernelPort {
  /** On 127.0.0.1. */
  readonly port: number;
  close(): void;
}

/** The one that the engine has published, or one that leads through it to another machine. Rejects with a `HostError` or `EngineError`. */
export async function portOf(
  engine: Engine,
  container: ContainerSummary | undefined,
  node: string,
): Promise<KernelPort> {
  if (engine.elsewhere && container !== undefined)
    return portThroughEngine(engine, container.id, node, kernelPort);
  const port = container?.ports.get(kernelPort);
  if (port !== undefined) return { port, close: () => undefined };
  throw new HostError({ code: "no-port" });
}
