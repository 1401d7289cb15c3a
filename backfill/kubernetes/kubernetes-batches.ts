/** Runs batches as Indexed Jobs of a Kubernetes cluster. */
import { readFile } from "node:fs/promises";
import type { ParameterValues } from "../../notebook/parameters/parameter.ts";
import type { Batch, BatchEngine, BatchSight, Sight } from "../batch/batch-engine.ts";
import { journalLabel } from "../container-runs.ts";
import type { Run } from "../run-engine.ts";
import { readRecord } from "./batch-record.ts";
import { batchLabel, jobManifest } from "./job-manifest.ts";
import type { Kubectl } from "./kubectl.ts";
import { KubernetesError } from "./kubernetes-error.ts";
import { listManifest, secretManifest, type Owner } from "./list-manifests.ts";
import { containerName, type PodSettings } from "./pod.ts";
import { readBatch } from "./read-batch.ts";
import { lastEvent, readConfigMaps, readJob, readPods, type JobSeen, type PodSeen } from "./read-objects.ts";
import { refusedPods, troubleOf, type Trouble } from "./trouble.ts";
import type { SecretFile } from "./volumes.ts";

export interface KubernetesSettings {
  /** What a pod is given; throws where that cannot be on a cluster. */
  readonly given: () => { readonly pod: PodSettings; readonly secretFiles: readonly SecretFile[] };
  /** All but the unit's own. */
  readonly parameters: ParameterValues;
  /** Tells the Jobs of this journal from those of others. */
  readonly journalId: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** A registry that does not answer for some seconds is no reason to give up. */
const patienceMilliseconds = 60_000;

/** What this process has seen of a batch. */
interface Memory {
  /** The last sight of each unit: of a pod that is gone nothing else tells. */
  readonly last: Map<string, Sight>;
  /** Pods by unit and attempt. */
  readonly pods: Map<string, string>;
  /** Whether everything was listed once. */
  isWhole: boolean;
  hopelessSince: number | undefined;
}

export class KubernetesBatches implements BatchEngine {
  readonly #kubectl: Kubectl;
  readonly #settings: KubernetesSettings;
  readonly #memories = new Map<string, Memory>();

  constructor(kubectl: Kubectl, settings: KubernetesSettings) {
    this.#kubectl = kubectl;
    this.#settings = settings;
  }

  async batches(): Promise<readonly Batch[]> {
    const text = await this.#get("configmaps", "-l", `${journalLabel}=${this.#settings.journalId}`);
    return readConfigMaps(text).flatMap(({ name, data }) => readRecord(name, data) ?? []);
  }

  /** The list and the secrets first, so that no pod waits for them; then the Job, of whose name there is one only, and to which they belong from then on. */
  async submit(batch: Batch): Promise<void> {
    const { parameters } = this.#settings;
    const { pod, secretFiles } = this.#settings.given();
    const labels = this.#labels(batch);
    const secrets = await Promise.all(
      secretFiles.map(async ({ name, path }) => [name, await readFile(path)] as const),
    );
    const give = async (owner?: Owner): Promise<void> => {
      const items = [
        listManifest(batch, { labels, owner, image: pod.imageId, parameters }),
        ...(secrets.length === 0 ? [] : [secretManifest(batch.name, { labels, owner, secrets })]),
      ];
      const list = { apiVersion: "v1", kind: "List", items };
      await this.#kubectl(
        ["apply", "--server-side", "--field-manager=pipenb", "-f", "-"],
        JSON.stringify(list),
      );
    };
    await give();
    await this.#kubectl(["create", "-f", "-"], JSON.stringify(jobManifest(batch, labels, pod))).catch(
      unless("exists"),
    );
    const job = await this.#job(batch);
    if (job !== undefined) await give({ name: batch.name, uid: job.uid });
  }

  /** What it may have taken all the same has its name, and is found by it. */
  isAway(error: unknown): boolean {
    return error instanceof KubernetesError && error.code === "unreachable";
  }

  async look(batch: Batch): Promise<BatchSight> {
    const memory = this.#memoryOf(batch);
    const job = await this.#job(batch);
    // What has succeeded is in the Job's own list: most pods need not be told of again and again.
    const some = job !== undefined && memory.isWhole ? ["--field-selector=status.phase!=Succeeded"] : [];
    const pods = readPods(await this.#get("pods", "-l", `${batchLabel}=${batch.name}`, ...some));
    memory.isWhole = true;
    const { sights, isOver } = readBatch(batch, { job, pods, now: this.#settings.now() }, memory.last);
    for (const sight of sights) memory.last.set(sight.unit, sight);
    for (const pod of pods) {
      const own = batch.units[pod.index];
      if (own !== undefined)
        memory.pods.set(`${own.unit} ${own.attempt + pod.failures + pod.disruptions}`, pod.name);
    }
    const trouble =
      isOver && job?.end === undefined ? undefined : await this.#trouble(batch, { job, pods, sights });
    await this.#giveUp(batch, memory, trouble, isOver);
    return { sights, isOver, trouble: trouble?.sentence };
  }

  /** A Job that is told to run fewer ends some. Without it its pods run on, and nothing follows them. */
  async drain(batch: Batch): Promise<void> {
    await this.#kubectl(["delete", "job", batch.name, "--cascade=orphan", "--ignore-not-found"]);
    await this.#deletePods(batch, "--field-selector=status.phase=Pending");
  }

  async stop(batch: Batch): Promise<void> {
    const suspend = JSON.stringify({ spec: { suspend: true } });
    await this.#kubectl(["patch", "job", batch.name, "--type=merge", "-p", suspend]).catch(
      unless("not-found"),
    );
    await this.#deletePods(batch, "--field-selector=status.phase!=Succeeded,status.phase!=Failed");
  }

  async log(batch: Batch, { unit, attempt }: Run): Promise<string | undefined> {
    const memory = this.#memoryOf(batch);
    const key = `${unit} ${attempt}`;
    if (!memory.pods.has(key)) {
      memory.isWhole = false;
      await this.look(batch);
    }
    const pod = memory.pods.get(key);
    if (pod === undefined) return undefined;
    return this.#kubectl(["logs", pod, "-c", containerName]).catch((error: unknown) => {
      if (error instanceof KubernetesError && error.code !== "unreachable") return undefined;
      throw error;
    });
  }

  async forget(batch: Batch): Promise<void> {
    this.#memories.delete(batch.name);
    await this.#kubectl([
      "delete",
      "jobs,pods,configmaps,secrets",
      "-l",
      `${batchLabel}=${batch.name}`,
      "--wait=false",
    ]);
  }

  /** A Job whose pods can never start would wait for ever. */
  async #giveUp(batch: Batch, memory: Memory, trouble: Trouble | undefined, isOver: boolean): Promise<void> {
    const hasBegun = memory.last.size > 0;
    if (isOver || hasBegun || trouble?.isHopeless !== true) {
      memory.hopelessSince = undefined;
      return;
    }
    const now = this.#settings.now();
    memory.hopelessSince ??= now;
    if (now - memory.hopelessSince >= patienceMilliseconds) await this.stop(batch);
  }

  async #trouble(
    batch: Batch,
    {
      job,
      pods,
      sights,
    }: {
      readonly job: JobSeen | undefined;
      readonly pods: readonly PodSeen[];
      readonly sights: readonly Sight[];
    },
  ): Promise<Trouble | undefined> {
    const lost = new Set(sights.filter(({ state }) => state === "lost").map(({ unit }) => unit));
    const nodes = pods
      .filter(({ index, phase }) => phase !== "failed" && lost.has(batch.units[index]?.unit ?? ""))
      .map(({ node }) => node);
    const trouble = troubleOf(job, pods, [...new Set(nodes)]);
    const isStuck = job !== undefined && !job.isSuspended && job.end === undefined && pods.length === 0;
    if (trouble !== undefined || !isStuck) return trouble;
    const events = await this.#get("events", `--field-selector=involvedObject.name=${batch.name}`);
    const message = lastEvent(events, "FailedCreate");
    return message === undefined ? undefined : refusedPods(message);
  }

  async #job({ name }: Batch): Promise<JobSeen | undefined> {
    const text = await this.#get("job", name, "--ignore-not-found");
    return text.trim() === "" ? undefined : readJob(JSON.parse(text));
  }

  async #deletePods({ name }: Batch, ...which: readonly string[]): Promise<void> {
    await this.#kubectl(["delete", "pods", "-l", `${batchLabel}=${name}`, ...which, "--wait=false"]);
  }

  #get(...words: readonly string[]): Promise<string> {
    return this.#kubectl(["get", ...words, "-o", "json"]);
  }

  #labels({ name }: Batch): Readonly<Record<string, string>> {
    return {
      "app.kubernetes.io/managed-by": "pipenb",
      [journalLabel]: this.#settings.journalId,
      [batchLabel]: name,
    };
  }

  #memoryOf({ name }: Batch): Memory {
    const known = this.#memories.get(name);
    if (known !== undefined) return known;
    const memory: Memory = { last: new Map(), pods: new Map(), isWhole: false, hopelessSince: undefined };
    this.#memories.set(name, memory);
    return memory;
  }
}

/** Takes an error of this kind for an answer. */
function unless(code: KubernetesError["code"]): (error: unknown) => string {
  return (error) => {
    if (error instanceof KubernetesError && error.code === code) return "";
    throw error;
  };
}
