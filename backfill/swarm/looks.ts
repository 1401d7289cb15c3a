/** Looks at all services that somebody waits for by few calls, four times a second. */
import { setTimeout as pause } from "node:timers/promises";
import { EngineError } from "../../containers/engine/engine-error.ts";
import type { Swarm, SwarmNode } from "../../containers/engine/swarm.ts";
import { sightOf, type Sight } from "./sight.ts";

const lookMilliseconds = 250;
/** A service that is removed between two calls makes the second one fail. */
const mostTries = 5;

export class Looks {
  readonly #swarm: Swarm;
  #names = new Set<string>();
  #next: Promise<ReadonlyMap<string, Sight>> | undefined;

  constructor(swarm: Swarm) {
    this.#swarm = swarm;
  }

  /** A quarter of a second later; undefined where there is no such service. */
  async look(name: string): Promise<Sight | undefined> {
    this.#names.add(name);
    this.#next ??= this.#gather();
    return (await this.#next).get(name);
  }

  async #gather(): Promise<ReadonlyMap<string, Sight>> {
    await pause(lookMilliseconds);
    const names = [...this.#names];
    this.#names = new Set();
    this.#next = undefined;
    for (let tries = 1; ; tries += 1)
      try {
        return await lookAt(this.#swarm, names);
      } catch (error) {
        const isRemoved = error instanceof EngineError && error.code === "no-such-object";
        if (!isRemoved || tries === mostTries) throw error;
      }
  }
}

/** What services of these names are at this moment. */
export async function lookAt(swarm: Swarm, names: readonly string[]): Promise<ReadonlyMap<string, Sight>> {
  const services = await swarm.servicesNamed(names);
  if (services.length === 0) return new Map();
  const tasks = new Map(
    (await swarm.tasks(services.map(({ id }) => id))).map((task) => [task.service, task]),
  );
  // Only of a task that the swarm has given up, or that was not started, does it matter where it is.
  const isOdd = [...tasks.values()].some(
    ({ state, desired }) => desired !== "running" || state === "rejected" || state === "failed",
  );
  const nodes: readonly SwarmNode[] = isOdd ? await swarm.nodes() : [];
  return new Map(services.map((service) => [service.name, sightOf(service, tasks.get(service.id), nodes)]));
}
