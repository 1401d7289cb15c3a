/** One process after the other, whatever machine it is on: the name of a container that is never started is the lock. */
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import type { ContainerSummary, Engine } from "../engine/engine.ts";
import { EngineError } from "../engine/engine-error.ts";
import { processExists } from "../../notebook/program/end-process.ts";

/** On such containers: who holds the lock, as MACHINE:PID. */
export const lockLabel = "pipenb.lock";

const pauseMilliseconds = 100;
/** Longer than anything that is done under a lock: what stays so long was left by a process that is gone. */
const staleMilliseconds = 120_000;
const triesWithoutHolder = 5;
const triesOfTakenName = staleMilliseconds / pauseMilliseconds;

/** Works while nobody else does under that name. `image` is any that is there. */
export async function withEngineLock<Result>(
  engine: Engine,
  { name, image }: { readonly name: string; readonly image: string },
  work: () => Promise<Result>,
): Promise<Result> {
  const id = await acquire(engine, `${name}-lock`, image);
  try {
    return await work();
  } finally {
    await engine.remove(id);
  }
}

async function acquire(engine: Engine, name: string, image: string): Promise<string> {
  let seen = { id: "", since: 0 };
  let unheld = 0;
  for (;;) {
    try {
      return await engine.create(lockSpec(name, image));
    } catch (error) {
      const holder = await engine.container(name);
      if (holder === undefined) {
        // Let go between the two questions, or not listed yet: a name is taken a moment before its container is there. Who fails
        // for another reason fails again.
        const isTaken = error instanceof EngineError && error.code === "conflict";
        unheld += 1;
        if (unheld >= (isTaken ? triesOfTakenName : triesWithoutHolder)) throw error;
        await sleep(pauseMilliseconds);
        continue;
      }
      unheld = 0;
      if (holder.id !== seen.id) seen = { id: holder.id, since: performance.now() };
      if (isAbandoned(holder) || performance.now() - seen.since > staleMilliseconds)
        // By its id: another's, made meanwhile under the same name, stays.
        await engine.remove(holder.id);
      else await sleep(pauseMilliseconds);
    }
  }
}

/** Of a process of this machine that is gone. */
export function isAbandoned({ labels }: Pick<ContainerSummary, "labels">): boolean {
  const [machine, pid] = (labels[lockLabel] ?? "").split(":");
  return machine === hostname() && !processExists(Number(pid));
}

const lockSpec = (name: string, image: string) => ({
  image,
  name,
  command: ["pipenb-lock"],
  environment: {},
  labels: { [lockLabel]: `${hostname()}:${process.pid}` },
  mounts: [],
  restricted: true,
  init: false,
  autoRemove: false,
});
