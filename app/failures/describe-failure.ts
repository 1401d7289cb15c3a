/** Where an error of `containers/` or of a backfill's engine becomes a sentence: below are facts, here are words and remedies, the same for both programs. Pure. */
import { AirflowError } from "../../backfill/airflow/airflow-error.ts";
import { JournalError } from "../../backfill/journal/journal-error.ts";
import { KubernetesError } from "../../backfill/kubernetes/kubernetes-error.ts";
import { SwarmError } from "../../backfill/swarm/swarm-error.ts";
import { VerifyError } from "../verify/verify-error.ts";
import { EngineError, NoEngineError } from "../../containers/engine/engine-error.ts";
import { wordsOf } from "../../containers/error-with-facts.ts";
import { HostError } from "../../containers/hosts/host-error.ts";
import { NpmError } from "../../containers/lock/npm-error.ts";
import { RegistryError } from "../../containers/registry/registry-error.ts";
import { ObjectError } from "../../pipeline/library/objects/object-error.ts";
import { DaskError } from "../../backfill/dask/dask-error.ts";
import { DeployError } from "../../deploy/deploy-error.ts";
import { PrefectError } from "../../backfill/prefect/prefect-error.ts";
import { SlurmError } from "../../backfill/slurm/slurm-error.ts";
import { airflowFailure } from "./airflow-failure.ts";
import { daskFailure } from "./dask-failure.ts";
import { deployFailure } from "./deploy-failure.ts";
import { engineFailure, noEngine } from "./engine-failure.ts";
import { type FailureText, wholeText } from "./failure-text.ts";
import { hostFailure } from "./host-failure.ts";
import { journalFailure } from "./journal-failure.ts";
import { kubernetesFailure } from "./kubernetes-failure.ts";
import { npmFailure } from "./npm-failure.ts";
import { registryFailure } from "./registry-failure.ts";
import { prefectFailure } from "./prefect-failure.ts";
import { slurmFailure } from "./slurm-failure.ts";
import { swarmFailure } from "./swarm-failure.ts";
import { verifyFailure } from "./verify-failure.ts";

/** undefined for an error of anybody else. */
export function describeFailure(error: unknown): FailureText | undefined {
  if (error instanceof EngineError) return engineFailure(error.facts);
  if (error instanceof NoEngineError) return noEngine(error);
  if (error instanceof HostError) return hostFailure(error.facts);
  if (error instanceof NpmError) return npmFailure(error.facts);
  if (error instanceof RegistryError) return registryFailure(error.facts);
  if (error instanceof KubernetesError) return kubernetesFailure(error.facts);
  if (error instanceof AirflowError) return airflowFailure(error.facts);
  if (error instanceof PrefectError) return prefectFailure(error.facts);
  if (error instanceof DaskError) return daskFailure(error.facts);
  if (error instanceof SlurmError) return slurmFailure(error.facts);
  if (error instanceof DeployError) return deployFailure(error.facts);
  if (error instanceof JournalError) return journalFailure(error.facts);
  // Their messages say already what to do next.
  if (error instanceof ObjectError) return { message: error.message };
  if (error instanceof SwarmError) return swarmFailure(error.facts);
  if (error instanceof VerifyError) return verifyFailure(error.facts);
  return undefined;
}

/** What happened and the remedy in one text, whosever error it is. */
export function textOf(error: unknown): string {
  const described = describeFailure(error);
  return described === undefined ? wordsOf(error) : wholeText(described);
}
