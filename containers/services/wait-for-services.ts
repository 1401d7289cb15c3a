/** Waits until the services of a notebook can be used. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Engine } from "../engine/engine.ts";
import { HostError } from "../hosts/host-error.ts";
import { waitUntilReady } from "../hosts/wait-until-ready.ts";
import type { StartedService } from "./service-plan.ts";

export interface Waiting {
  readonly services: readonly StartedService[];
  /** Settles with whether something listens on a service's port, as seen from the kernel. */
  readonly reaches: (host: string, port: number) => Promise<boolean>;
  readonly timeoutMilliseconds: number;
  readonly signal: AbortSignal | undefined;
}

const pauseMilliseconds = 150;
const quotedCharacters = 4_000;

/**
 * A service is ready when its `ready` command succeeds; without one when its image's own health check does; without that
 * when its ports answer. Rejects with a `HostError`.
 */
export async function waitForServices(engine: Engine, waiting: Waiting): Promise<void> {
  const failed = new AbortController();
  const signal =
    waiting.signal === undefined ? failed.signal : AbortSignal.any([failed.signal, waiting.signal]);
  try {
    await Promise.all(
      waiting.services.map((service) => waitForService(engine, service, { ...waiting, signal })),
    );
  } finally {
    failed.abort();
  }
}

async function waitForService(engine: Engine, started: StartedService, waiting: Waiting): Promise<void> {
  let said = "";
  const until = async (signal: AbortSignal): Promise<void> => {
    for (;;) {
      const look = await lookAt(engine, started, waiting);
      if (look.state === "ready") return;
      if (look.said !== "") said = look.said;
      if (look.state === "ended") throw await failure(engine, started, said);
      await sleep(pauseMilliseconds, undefined, { signal });
    }
  };
  const late = (seconds: number): Promise<HostError> => failure(engine, started, said, seconds);
  await waitUntilReady({ until, late }, waiting.timeoutMilliseconds, waiting.signal);
}

interface Look {
  readonly state: "ready" | "waiting" | "ended";
  /** What its `ready` command said. */
  readonly said: string;
}

async function lookAt(engine: Engine, started: StartedService, waiting: Waiting): Promise<Look> {
  try {
    return await ask(engine, started, waiting);
  } catch (error) {
    // It may have ended between two questions; the engine needs a moment to know of it itself.
    await sleep(pauseMilliseconds);
    const container = await engine.container(started.containerId);
    if (container?.state === "running") throw error;
    return { state: "ended", said: "" };
  }
}

async function ask(
  engine: Engine,
  { name, service, containerId }: StartedService,
  waiting: Waiting,
): Promise<Look> {
  const container = await engine.container(containerId);
  if (container?.state !== "running") return { state: "ended", said: "" };
  if (service.ready !== undefined) {
    const { exitCode, output } = await engine.exec(containerId, ["/bin/sh", "-c", service.ready]);
    return { state: exitCode === 0 ? "ready" : "waiting", said: output.trim() };
  }
  if (container.health !== undefined)
    return { state: container.health === "healthy" ? "ready" : "waiting", said: "" };
  const reached = await Promise.all(service.ports.map((port) => waiting.reaches(name, port)));
  return { state: reached.every(Boolean) ? "ready" : "waiting", said: "" };
}

async function failure(
  engine: Engine,
  { name, service, containerId, kept }: StartedService,
  said: string,
  lateSeconds?: number,
): Promise<HostError> {
  const log = (await engine.logs(containerId).catch(() => "")).trim().slice(-quotedCharacters);
  const ready = said === "" ? undefined : { command: service.ready ?? "", said };
  // What this start has made goes again with it, and is not to be blamed.
  const blamed = kept === undefined || kept.isNew ? undefined : kept;
  return new HostError({
    code: "service",
    name,
    image: service.image,
    lateSeconds,
    ready,
    log,
    kept: blamed,
  });
}
