/** Registers pipelines as CronJobs of a Kubernetes cluster. */
import { readFile } from "node:fs/promises";
import type { Kubectl } from "../../backfill/kubernetes/kubectl.ts";
import { keptSeconds } from "../../backfill/kubernetes/job-manifest.ts";
import { secretManifest } from "../../backfill/kubernetes/list-manifests.ts";
import type { KubernetesObject, PodSettings } from "../../backfill/kubernetes/pod.ts";
import type { SecretFile } from "../../backfill/kubernetes/volumes.ts";
import { DeployError, mustBeSame } from "../deploy-error.ts";
import {
  deploymentLabel,
  type Deployment,
  type Registered,
  type ScheduledRun,
  type Target,
} from "../target.ts";
import { cronJobManifest, deploymentLabels, secretNameOf } from "./cron-job.ts";
import { kubernetesFiles } from "./kubernetes-files.ts";
import { isActive, readObjects, runOf, type CronJobSeen, type JobOfCron } from "./read-objects.ts";

export interface ClusterSettings {
  /** What its pods are given; throws where that cannot be on a cluster. */
  readonly given: (deployment: Deployment) => {
    readonly pod: PodSettings;
    readonly secretFiles: readonly SecretFile[];
  };
  /** A LocalQueue of Kueue. */
  readonly queue: string | undefined;
}

export class KubernetesTarget implements Target {
  readonly #kubectl: Kubectl;
  readonly #settings: ClusterSettings;

  constructor(kubectl: Kubectl, settings: ClusterSettings) {
    this.#kubectl = kubectl;
    this.#settings = settings;
  }

  /** The files first, under a name of their own; then the CronJob, whole in one request; then what was of the one before. */
  async register(deployment: Deployment): Promise<{ readonly replaced: boolean }> {
    const { name } = deployment;
    const { pod, secretFiles } = this.#settings.given(deployment);
    const before = await this.#cronJob(name);
    if (before?.isOurs === false) throw new DeployError({ code: "not-ours", name, what: "CronJob" });
    mustBeSame(before, deployment);
    const secrets = await Promise.all(
      secretFiles.map(async (file) => [file.name, await readFile(file.path)] as const),
    );
    const secretName = secretNameOf(name, secrets);
    const labels = deploymentLabels(name);
    if (secrets.length > 0) await this.#apply(secretManifest(secretName, { labels, secrets }));
    const { queue } = this.#settings;
    await this.#apply(cronJobManifest({ deployment, pod, secretName, queue }));
    const now = await this.#cronJob(name);
    if (now !== undefined)
      await this.#settle(name, secretName, [{ apiVersion: "batch/v1", kind: "CronJob", name, uid: now.uid }]);
    return { replaced: before !== undefined };
  }

  async list(): Promise<readonly Registered[]> {
    const { cronJobs, jobs } = await this.#objects(deploymentLabel);
    return cronJobs.map(({ name, registered }) => ({
      ...registered,
      runs: jobs
        .filter(({ deployment }) => deployment === name)
        .sort((a, b) => b.due.getTime() - a.due.getTime())
        .map((job) => runOf(job, registered.schedule)),
    }));
  }

  /** The CronJob first, without what it has made: from then on nothing more begins. */
  async remove(name: string): Promise<readonly ScheduledRun[] | undefined> {
    const before = await this.#cronJob(name);
    if (before?.isOurs === false) throw new DeployError({ code: "not-ours", name, what: "CronJob" });
    if (before !== undefined) await this.#kubectl(["delete", "cronjob", name, "--cascade=orphan"]);
    const { jobs } = await this.#objects(`${deploymentLabel}=${name}`);
    const running = jobs.filter(isActive);
    await this.#delete(
      "jobs",
      jobs.filter((job) => !isActive(job)).map((job) => job.name),
    );
    for (const job of running)
      await this.#patch("job", job.name, { spec: { ttlSecondsAfterFinished: keptSeconds } });
    await this.#settle(name, undefined, []);
    return before && running.map((job) => runOf(job, before.registered.schedule));
  }

  files(deployment: Deployment): ReadonlyMap<string, string> {
    const { pod, secretFiles } = this.#settings.given(deployment);
    return kubernetesFiles({ deployment, pod, queue: this.#settings.queue }, secretFiles);
  }

  /** Gives each Secret to what reads it, so that it goes when that goes; deletes those that nothing reads. */
  async #settle(name: string, current: string | undefined, owners: readonly Owner[]): Promise<void> {
    const { jobs } = await this.#objects(`${deploymentLabel}=${name}`);
    const text = await this.#kubectl(["get", "secrets", "-l", `${deploymentLabel}=${name}`, "-o", "name"]);
    const unread: string[] = [];
    for (const line of text.split("\n").filter((each) => each !== "")) {
      const secret = line.replace(/^secret\//, "");
      const readers = jobs.filter((job) => isActive(job) && job.secrets.includes(secret)).map(ownerOf);
      const all = secret === current ? [...owners, ...readers] : readers;
      if (all.length === 0) unread.push(secret);
      else await this.#patch("secret", secret, { metadata: { ownerReferences: all } });
    }
    await this.#delete("secrets", unread);
  }

  async #cronJob(name: string): Promise<CronJobSeen | undefined> {
    const text = await this.#kubectl(["get", "cronjob", name, "--ignore-not-found", "-o", "json"]);
    if (text.trim() === "") return undefined;
    return readObjects(`{"items":[${text}]}`).cronJobs[0];
  }

  async #objects(selector: string) {
    return readObjects(await this.#kubectl(["get", "cronjobs,jobs", "-l", selector, "-o", "json"]));
  }

  /** What somebody else has set in it since is pipenb's again; what pipenb says nothing of stays. */
  async #apply(manifest: KubernetesObject): Promise<void> {
    const options = ["--server-side", "--force-conflicts", "--field-manager=pipenb"];
    await this.#kubectl(["apply", ...options, "-f", "-"], JSON.stringify(manifest));
  }

  async #patch(kind: string, name: string, patch: object): Promise<void> {
    await this.#kubectl(["patch", kind, name, "--type=merge", "-p", JSON.stringify(patch)]);
  }

  async #delete(kind: string, names: readonly string[]): Promise<void> {
    if (names.length === 0) return;
    await this.#kubectl(["delete", kind, ...names, "--ignore-not-found", "--wait=false"]);
  }
}

interface Owner {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
}

const ownerOf = ({ name, uid }: JobOfCron): Owner => ({ apiVersion: "batch/v1", kind: "Job", name, uid });
