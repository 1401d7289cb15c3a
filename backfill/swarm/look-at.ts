/** Looks at services of a swarm, many by few calls. */
import { EngineError } from "../../containers/engine/engine-error.ts";
import type { Swarm, SwarmNode } from "../../containers/engine/swarm.ts";
import { sightOf, type Sight } from "./sight.ts";

/** A service that is removed between two calls makes the second one fail. */
const mostTries = 5;

/** Again where one of them was removed meanwhile. */
export async function lookAgain(swarm: Swarm, names: readonly string[]): Promise<ReadonlyMap<string, Sight>> {
  for (let tries = 1; ; tries += 1)
    try {
      return await lookAt(swarm, names);
    } catch (error) {
      const isRemoved = error instanceof EngineError && error.code === "no-such-object";
      if (!isRemoved || tries === mostTries) throw error;
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
