/** Runs units on a Docker Swarm: a service of one task for each attempt, which the swarm starts once. */
import { readFile } from "node:fs/promises";
import { posix } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Mount } from "../../containers/engine/engine.ts";
import type { PlacedSecret, Swarm } from "../../containers/engine/swarm.ts";
import {
  attemptLabel,
  firstAwayMilliseconds,
  graceSeconds,
  isSecret,
  journalLabel,
  longestAwayMilliseconds,
  runEnvironment,
  runLabels,
  unitLabel,
  whileAway,
} from "../container-runs.ts";
import type { DockerRunSettings } from "../docker/docker-runs.ts";
import type { UnitEntry } from "../journal/entry.ts";
import { Looks } from "../looks.ts";
import type { Run, RunEnd, RunEngine, RunOptions } from "../run-engine.ts";
import { runName } from "../run-key.ts";
import { lookAgain, lookAt } from "./look-at.ts";
import { fitsSomewhere, type Sight } from "./sight.ts";
import { isAway, isCode } from "./is-away.ts";
import { SwarmError } from "./swarm-error.ts";
import { SwarmLogs } from "./swarm-logs.ts";

export interface SwarmRunSettings extends DockerRunSettings {
  /** `NAME@sha256:…`, which nodes pull; undefined where no registry is known to have the image. */
  readonly reference: string | undefined;
}

const lookMilliseconds = 250;

/** Of a secret: the name of its run. */
const runLabel = "io.pipenb.backfill.run";

export class SwarmRuns implements RunEngine {
  readonly #swarm: Swarm;
  readonly #settings: SwarmRunSettings;
  readonly #looks: Looks<Sight>;
  readonly #logs: SwarmLogs;
  readonly #told = new Set<string>();
  /** Those that are to stop, also where they have not started yet. */
  readonly #stopped = new Set<string>();
  /** Those of them that are still to be asked to: the manager was away, or their service has just been made. */
  readonly #unasked = new Set<string>();
  #image: Promise<string> | undefined;

  constructor(swarm: Swarm, settings: SwarmRunSettings) {
    this.#swarm = swarm;
    this.#settings = settings;
    this.#logs = new SwarmLogs(swarm);
    this.#looks = new Looks((names) => lookAgain(swarm, names), lookMilliseconds);
  }

  async run(run: Run, { signal, givesUpLost, onLost }: RunOptions): Promise<RunEnd> {
    const name = runName(run.key, run.attempt);
    let isKnown = false;
    let isLost = false;
    let interrupted = false;
    for (let away = firstAwayMilliseconds; ;)
      try {
        signal.throwIfAborted();
        if (!isKnown) {
          await this.#create(run, name);
          if (this.#stopped.has(name)) this.#unasked.add(name);
        }
        isKnown = true;
        const sight = await this.#looks.look(name);
        away = firstAwayMilliseconds;
        const end = await this.#endOf(run, sight, interrupted);
        if (end !== undefined) return end;
        if (this.#unasked.delete(name)) await this.stop(run);
        if (sight?.kind === "lost") {
          interrupted = true;
          if (givesUpLost) {
            await this.#swarm.removeService(name);
            return { kind: "given-up" };
          }
          if (!isLost) this.#tellLost(run, sight.node, onLost);
          isLost = true;
        }
      } catch (error) {
        if (!isAway(error)) throw error;
        interrupted = true;
        await pause(away, undefined, { signal });
        away = Math.min(longestAwayMilliseconds, away * 2);
      }
  }

  /** The service stays until it is forgotten, so that nobody takes its name while its task still ends. */
  async stop(run: Run): Promise<void> {
    const name = runName(run.key, run.attempt);
    this.#stopped.add(name);
    try {
      await this.#logs.keep(name);
      await this.#swarm.stopService(name);
    } catch (error) {
      if (!isAway(error)) throw error;
      this.#unasked.add(name);
    }
  }

  async log({ key, attempt, unit }: Run): Promise<string | undefined> {
    return this.#logs.of(runName(key, attempt), () => {
      this.#settings.onNote(`The log of ${unit} is missing: the swarm did not give it in time.`);
    });
  }

  async forget(run: Run): Promise<void> {
    const name = runName(run.key, run.attempt);
    this.#stopped.delete(name);
    this.#unasked.delete(name);
    this.#logs.forget(name);
    try {
      await whileAway(async () => {
        await this.#swarm.removeService(name);
        if (this.#secretFiles().length > 0) await this.#removeSecrets((of) => of === name);
      }, isAway);
    } catch (error) {
      // What stays is swept when the next backfill begins.
      if (!isAway(error)) throw error;
    }
  }

  async sweep(known: (unit: string) => UnitEntry | undefined): Promise<readonly string[]> {
    const left: string[] = [];
    const kept = new Set<string>();
    const services = await this.#ours();
    const sights = await lookAt(
      this.#swarm,
      services.map(({ name }) => name),
    );
    for (const { name, labels } of services) {
      const unit = labels[unitLabel] ?? "";
      const entry = known(unit);
      const isWanted = entry?.state === "running" || entry?.state === "lost";
      const isItself = isWanted && String(entry.attempt) === labels[attemptLabel];
      const kind = sights.get(name)?.kind;
      const isRunning = kind === "going" || kind === "waiting";
      if (isItself || isRunning) kept.add(name);
      else await this.#swarm.removeService(name);
      if (isRunning && !isItself) left.push(unit);
    }
    await this.#removeSecrets((of) => !kept.has(of));
    return left;
  }

  async stopAll(): Promise<readonly string[]> {
    const services = await this.#ours();
    const names = services.map(({ name }) => name);
    const sights = await lookAt(this.#swarm, names);
    const running = services.filter(({ name }) => sights.get(name)?.kind !== "exit");
    for (const { name } of running) await this.#swarm.stopService(name);
    const isGoing = (name: string, now: ReadonlyMap<string, Sight>): boolean =>
      now.get(name)?.kind === "going";
    for (let looks = 0; looks < graceSeconds * 8; looks += 1) {
      const now = await lookAt(this.#swarm, names);
      if (!running.some(({ name }) => isGoing(name, now))) break;
      await pause(lookMilliseconds);
    }
    return running.map(({ labels }) => labels[unitLabel] ?? "");
  }

  /** undefined as long as it has none. */
  async #endOf(run: Run, sight: Sight | undefined, interrupted: boolean): Promise<RunEnd | undefined> {
    switch (sight?.kind) {
      case undefined:
      case "gone":
        return { kind: "gone" };
      case "exit":
        return { kind: "exit", code: sight.code, interrupted };
      case "rejected":
        // Else it would be found the next time, when it may be taken.
        await this.#swarm.removeService(runName(run.key, run.attempt));
        throw new SwarmError({ code: "rejected", unit: run.unit, node: sight.node, said: sight.said });
      case "waiting":
        await this.#checkRoom(run, sight.said);
        return undefined;
      case "going":
      case "lost":
        return undefined;
    }
  }

  async #checkRoom(run: Run, said: string): Promise<void> {
    if (this.#told.has(said)) return;
    this.#told.add(said);
    if (!fitsSomewhere(await this.#swarm.nodes(), this.#settings.limits)) {
      await this.#swarm.removeService(runName(run.key, run.attempt));
      throw new SwarmError({ code: "too-large", unit: run.unit, said });
    }
    this.#settings.onNote(`${run.unit} waits for room in the swarm: ${said}.`);
  }

  #tellLost(run: Run, node: string, onLost: () => void): void {
    this.#settings.onNote(
      `${run.unit} is lost: its node ${node} is gone, and may still run it. What it comes to counts once the node is back. If it never comes back: docker node rm --force ${node}, or the same command with --only lost.`,
    );
    onLost();
  }

  #ours() {
    return this.#swarm.servicesWithLabel(`${journalLabel}=${this.#settings.journalId}`);
  }

  async #create(run: Run, name: string): Promise<void> {
    const { mounts, user, limits, argsOf, journalId, image } = this.#settings;
    this.#image ??= this.#chooseImage();
    const chosen = await this.#image.catch((error: unknown) => {
      this.#image = undefined;
      throw error;
    });
    if ((await this.#swarm.servicesNamed([name])).length > 0) return;
    try {
      await this.#swarm.createService({
        name,
        image: chosen,
        command: argsOf(run.unit),
        environment: runEnvironment(image, run),
        labels: runLabels(journalId, run),
        mounts: mounts.filter((mount) => !isSecret(mount)),
        secrets: await this.#placeSecrets(name),
        ...(user === undefined ? {} : { user }),
        ...limits,
        restricted: true,
        init: true,
        graceSeconds,
      });
    } catch (error) {
      // Somebody else was faster, or our own request was heard after all.
      if (!isCode(error, "conflict")) throw error;
    }
  }

  /** One node has the image of this engine; more of them pull it. */
  async #chooseImage(): Promise<string> {
    const { image, reference, mounts, onNote } = this.#settings;
    const nodes = await this.#swarm.nodes();
    if (nodes.length === 1) return image;
    if (reference === undefined) throw new SwarmError({ code: "needs-registry", nodes: nodes.length });
    const folders = mounts.filter((mount) => mount.kind === "bind" && !isSecret(mount));
    if (folders.length > 0)
      onNote(
        `The swarm has ${nodes.length} nodes: each needs ${folders.map(({ source }) => source).join(", ")}, the same folders on all of them (NFS, or a volume of a driver), or results stay on the node that has made them.`,
      );
    return reference;
  }

  #secretFiles(): readonly Mount[] {
    return this.#settings.mounts.filter(isSecret);
  }

  /** Each run has its own, with what the files hold at this moment. */
  async #placeSecrets(run: string): Promise<readonly PlacedSecret[]> {
    const files = this.#secretFiles();
    // Of one that was killed before it made the service.
    if (files.length > 0) await this.#removeSecrets((of) => of === run);
    const labels = { [journalLabel]: this.#settings.journalId, [runLabel]: run };
    return Promise.all(
      files.map(async ({ source, target }) => {
        const file = posix.basename(target);
        const name = `${run}-${file}`.slice(0, 64);
        return { id: await this.#swarm.createSecret(name, labels, await readFile(source)), name, file };
      }),
    );
  }

  async #removeSecrets(isLeft: (run: string) => boolean): Promise<void> {
    const ours = await this.#swarm.secretsWithLabel(`${journalLabel}=${this.#settings.journalId}`);
    for (const { id, labels } of ours) if (isLeft(labels[runLabel] ?? "")) await this.#swarm.removeSecret(id);
  }
}
