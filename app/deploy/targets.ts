/** What can start a pipeline by the clock, by name: one entry for each. */
import { kubectlOf } from "../../backfill/kubernetes/kubectl.ts";
import type { Volume } from "../../backfill/kubernetes/volumes.ts";
import { PrefectClient } from "../../backfill/prefect/prefect-client.ts";
import type { Runtime } from "../../backfill/slurm/script-parts.ts";
import { SlurmClient } from "../../backfill/slurm/slurm-client.ts";
import { connectEngine, requireEngine } from "../../containers/engine/connect.ts";
import { AirflowTarget } from "../../deploy/airflow/airflow-target.ts";
import { dagsFolder } from "../../deploy/airflow/dags-folder.ts";
import { KubernetesTarget } from "../../deploy/kubernetes/kubernetes-target.ts";
import { PrefectApi } from "../../deploy/prefect/prefect-api.ts";
import { PrefectTarget } from "../../deploy/prefect/prefect-target.ts";
import { machineZone } from "../../deploy/slurm/machine-zone.ts";
import { ScrontabClient } from "../../deploy/slurm/scrontab-client.ts";
import { SlurmTarget } from "../../deploy/slurm/slurm-target.ts";
import type { Deployment, Target, TargetName } from "../../deploy/target.ts";
import { given } from "../../pipeline/result/run-settings.ts";
import { barredSentence, podOf } from "../backfill/kubernetes-engine.ts";

export interface TargetParts {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where what nodes read may lie: beside the notebook, or in the current folder. */
  readonly folder: string;
  /** What a cluster, or Airflow's engine, has instead of this machine's folders. */
  readonly volumes: readonly Volume[];
  /** A queue of Kueue. */
  readonly queue: string | undefined;
  /** What starts containers on Slurm's nodes. */
  readonly runtime: Runtime;
  /** Airflow's runs are pods of a cluster. */
  readonly isInPods: boolean;
  /** What is not as one would think, in a sentence. */
  readonly onNote: (sentence: string) => void;
}

const makers: Readonly<Record<TargetName, (parts: TargetParts) => Promise<Target>>> = {
  airflow: async ({ env, volumes, isInPods, onNote }) =>
    new AirflowTarget({
      volumes,
      cluster: isInPods ? { kubectl: kubectlOf(env), given: podGiven({ volumes, onNote }) } : undefined,
      folder: await dagsFolder(env),
      async name(image, name) {
        await (await requireEngine({ env })).tag(image, name);
      },
      async forget(name) {
        const connection = await connectEngine({ env });
        // What a run still uses stays.
        if (connection.kind === "engine") await connection.engine.removeImage(name).catch(() => undefined);
      },
    }),
  kubernetes: ({ env, volumes, queue, onNote }) =>
    Promise.resolve(
      new KubernetesTarget(kubectlOf(env), {
        queue,
        given: podGiven({ volumes, onNote }),
      }),
    ),
  prefect: ({ env }) =>
    Promise.resolve(
      new PrefectTarget(() => new PrefectApi(new PrefectClient(env)), {
        // Prefect's own variable.
        pool: given(env, "PREFECT_DEFAULT_WORK_POOL_NAME") ?? "pipenb",
        now: () => new Date(),
      }),
    ),
  slurm: async ({ env, folder, runtime }) =>
    new SlurmTarget(new SlurmClient(env), new ScrontabClient(env), {
      runtime,
      folder,
      zone: await machineZone(),
      options: sbatchOptions(env),
      now: () => new Date(),
    }),
};

/** What pods of a deployment are given; what none of them may write to is told once. */
function podGiven({ volumes, onNote }: Pick<TargetParts, "volumes" | "onNote">) {
  const told = new Set<string>();
  return ({ args, ...deployment }: Deployment): ReturnType<typeof podOf> => {
    const given = podOf({ ...deployment, argsOfAny: args, volumes });
    for (const path of given.pod.barred.filter((each) => !told.has(each))) {
      told.add(path);
      onNote(barredSentence(path));
    }
    return given;
  };
}

export const targetOf = (name: TargetName, parts: TargetParts): Promise<Target> => makers[name](parts);

/** sbatch takes them from its environment, and scrontab does not. */
const sbatchVariables = {
  SBATCH_ACCOUNT: "--account",
  SBATCH_PARTITION: "--partition",
  SBATCH_QOS: "--qos",
  SBATCH_TIMELIMIT: "--time",
} as const;

function sbatchOptions(env: TargetParts["env"]): readonly string[] {
  return Object.entries(sbatchVariables).flatMap(([variable, option]) => {
    const value = env[variable];
    return value === undefined || value === "" ? [] : [`${option}=${value}`];
  });
}
