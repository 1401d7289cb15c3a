/** What the tasks of services have written, as long as the swarm can tell it. */
import { EngineError } from "../../containers/engine/engine-error.ts";
import type { Swarm } from "../../containers/engine/swarm.ts";
import { whileAway } from "../container-runs.ts";
import { isAway, isCode } from "./is-away.ts";

/** A node that is away answers nothing. */
const logMilliseconds = 10_000;

/** For so long a log is asked for again; before a stop, which it holds up, for less. */
const longestMilliseconds = 60_000;
const longestBeforeStop = 15_000;

export class SwarmLogs {
  readonly #swarm: Swarm;
  /** Of services that were stopped, which have no task any more that could tell it. */
  readonly #last = new Map<string, string>();

  constructor(swarm: Swarm) {
    this.#swarm = swarm;
  }

  /** Before a service is stopped. */
  async keep(name: string): Promise<void> {
    try {
      const text = await this.#ask(name, longestBeforeStop);
      if (text.length >= (this.#last.get(name)?.length ?? 0)) this.#last.set(name, text);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
    }
  }

  /** undefined where there is none; where the swarm only does not give it, `onMissing` is called too. */
  async of(name: string, onMissing: () => void): Promise<string | undefined> {
    const last = this.#last.get(name);
    try {
      const now = await this.#ask(name, longestMilliseconds);
      // Its task may be gone, or have written more while it ended.
      return last !== undefined && last.length > now.length ? last : now;
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      if (last === undefined && (isAway(error) || error.code === "aborted")) onMissing();
      return last;
    }
  }

  forget(name: string): void {
    this.#last.delete(name);
  }

  /** Asks again for so long where the manager is away, or busy. */
  #ask(name: string, longest: number): Promise<string> {
    const until = Date.now() + longest;
    let isReady = true;
    return whileAway(
      async () => {
        try {
          return await this.#swarm.serviceLogs(name, AbortSignal.timeout(logMilliseconds));
        } catch (error) {
          if (isCode(error, "aborted")) isReady = await this.#isOnReadyNode(name);
          throw error;
        }
      },
      (error) => Date.now() < until && (isAway(error) || (isReady && isCode(error, "aborted"))),
    );
  }

  async #isOnReadyNode(name: string): Promise<boolean> {
    const services = await this.#swarm.servicesNamed([name]);
    const [task] = await this.#swarm.tasks(services.map(({ id }) => id));
    const nodes = await this.#swarm.nodes();
    return nodes.some(({ id, state }) => id === task?.node && state === "ready");
  }
}
