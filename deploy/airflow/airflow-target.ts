/** Registers pipelines with Airflow, which takes DAGs as files in a folder and nowhere else. */
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Kubectl } from "../../backfill/kubernetes/kubectl.ts";
import { secretManifest } from "../../backfill/kubernetes/list-manifests.ts";
import type { Mount } from "../../containers/engine/engine.ts";
import { replaceFile } from "../../containers/files/replace-file.ts";
import type { SecretFile, Volume } from "../../backfill/kubernetes/volumes.ts";
import { DeployError, mustBeSame } from "../deploy-error.ts";
import { secretText } from "../kubernetes/kubernetes-files.ts";
import type { Deployment, Registered, Registration, ScheduledRun, Target } from "../target.ts";
import { dagFile, localName } from "./dag-file.ts";
import type { AirflowPod } from "./pod-operator.ts";
import { readSeal, type Seal } from "./seal.ts";

/** Where runs are pods. */
interface AirflowCluster {
  /** What pods are given; throws where that cannot be on a cluster. */
  readonly given: (deployment: Deployment) => Pick<AirflowPod, "pod"> & {
    readonly secretFiles: readonly SecretFile[];
  };
  readonly kubectl: Kubectl;
}

export interface AirflowSettings {
  /** undefined where runs are containers of Docker. */
  readonly cluster: AirflowCluster | undefined;
  /** Of DAGs; undefined where there is no Airflow on this machine. */
  readonly folder: string | undefined;
  /** What its engine has at a path instead of this machine's folder there, or besides. */
  readonly volumes: readonly Volume[];
  /** Names an image that no registry has. */
  readonly name: (image: string, name: string) => Promise<void>;
  /** Takes such a name away again, where it is there. */
  readonly forget: (name: string) => Promise<void>;
}

export class AirflowTarget implements Target {
  readonly #settings: AirflowSettings;

  constructor(settings: AirflowSettings) {
    this.#settings = settings;
  }

  /** The image's name and the secrets first, then the file, which is replaced whole. */
  async register(deployment: Deployment): Promise<Registration> {
    const { name, image, reference } = deployment;
    const text = this.#text(deployment);
    const file = join(this.#folder(), `${name}.py`);
    const before = await this.#mine(file, name);
    mustBeSame(before, deployment);
    if (before?.isIntact === false) throw new DeployError({ code: "changed", name, file });
    await mkdir(this.#folder(), { recursive: true });
    await this.#giveSecrets(deployment);
    if (reference === undefined) await this.#settings.name(image, localName(deployment));
    await replaceFile(file, text);
    if (before !== undefined && (before.image !== image || reference !== undefined))
      await this.#settings.forget(localName(before));
    return { replaced: before !== undefined, file };
  }

  async list(): Promise<readonly Registered[]> {
    const names = await readdir(this.#folder()).catch(() => []);
    const files = names.filter((name) => name.endsWith(".py")).sort();
    const seals = await Promise.all(
      files.map(async (name) => readSeal(await readFile(join(this.#folder(), name), "utf8").catch(() => ""))),
    );
    return seals.flatMap((seal) =>
      seal === undefined ? [] : [{ ...seal, isPaused: undefined, runs: undefined }],
    );
  }

  /** What runs goes on; Airflow does not start it again where it fails. */
  async remove(name: string): Promise<readonly ScheduledRun[] | undefined> {
    const file = join(this.#folder(), `${name}.py`);
    const before = await this.#mine(file, name);
    if (before === undefined) return undefined;
    if (!before.isIntact) throw new DeployError({ code: "changed", name, file });
    await this.#settings.cluster?.kubectl(["delete", "secret", secretNameOf(name), "--ignore-not-found"]);
    await rm(file);
    await this.#settings.forget(localName(before));
    return [];
  }

  files(deployment: Deployment): ReadonlyMap<string, string> {
    const { name } = deployment;
    const files = this.#settings.cluster?.given(deployment).secretFiles ?? [];
    const secretName = secretNameOf(name);
    return new Map([
      [`${name}.py`, this.#text(deployment)],
      ...(files.length === 0
        ? []
        : [["secret.yaml", secretText({ secretName, labels: labelsOf(name) }, files)] as const]),
    ]);
  }

  #text(deployment: Deployment): string {
    const { cluster, volumes } = this.#settings;
    if (cluster === undefined)
      return dagFile({ ...deployment, mounts: withVolumes(deployment.mounts, volumes) });
    const { pod } = cluster.given(deployment);
    return dagFile(deployment, { pod, secretName: secretNameOf(deployment.name) });
  }

  /** In the place of those before: pods that begin later read these. */
  async #giveSecrets(deployment: Deployment): Promise<void> {
    const { cluster } = this.#settings;
    const { name } = deployment;
    const files = cluster?.given(deployment).secretFiles ?? [];
    if (cluster === undefined || files.length === 0) return;
    const secrets = await Promise.all(
      files.map(async (file) => [file.name, await readFile(file.path)] as const),
    );
    const manifest = secretManifest(secretNameOf(name), { labels: labelsOf(name), secrets });
    const text = JSON.stringify({ ...manifest, immutable: undefined });
    const options = ["--server-side", "--force-conflicts", "--field-manager=pipenb"];
    await cluster.kubectl(["apply", ...options, "-f", "-"], text);
  }

  #folder(): string {
    const { folder } = this.#settings;
    if (folder === undefined) throw new DeployError({ code: "no-dags-folder" });
    return folder;
  }

  async #mine(file: string, name: string): Promise<Seal | undefined> {
    const text = await readFile(file, "utf8").catch(() => undefined);
    if (text === undefined) return undefined;
    const seal = readSeal(text);
    if (seal === undefined) throw new DeployError({ code: "not-ours", name, what: "DAG" });
    return seal;
  }
}

/** Without the label by which the target of Kubernetes finds Secrets that nothing reads any more. */
const labelsOf = (name: string): Readonly<Record<string, string>> => ({
  "app.kubernetes.io/name": name,
  "app.kubernetes.io/managed-by": "pipenb",
});

const secretNameOf = (name: string): string => `${name}-airflow`;

function withVolumes(mounts: readonly Mount[], volumes: readonly Volume[]): readonly Mount[] {
  const isCovered = ({ target }: Mount): boolean => volumes.some((volume) => volume.target === target);
  const own = volumes.map(({ isClaim, ...volume }): Mount => ({
    kind: isClaim ? "volume" : "bind",
    ...volume,
  }));
  return [...mounts.filter((mount) => !isCovered(mount)), ...own];
}
