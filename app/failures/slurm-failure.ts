/** Why Slurm does not carry a backfill out, in words, and what to do. */
import type { SlurmFacts } from "../../backfill/slurm/slurm-error.ts";
import { type FailureText, sentence } from "./failure-text.ts";

/** One reason in words. */
export function slurmFailure(facts: SlurmFacts): FailureText {
  switch (facts.code) {
    case "no-client":
      return {
        message: `There is no ${facts.command} here: this machine is none from which jobs are submitted to Slurm.`,
        remedy:
          "Run the same command on a login node of the cluster, or write the batch script with --out DIR and submit it there.",
      };
    case "refused":
      return {
        message: `${facts.command} failed: ${sentence(facts.said)}`,
        remedy:
          "What your cluster wants to know besides (account, partition, time limit) is given by Slurm's own variables, such as SBATCH_ACCOUNT, SBATCH_PARTITION, SBATCH_TIMELIMIT.",
      };
    case "image-elsewhere":
      return {
        message: `Slurm's nodes are other machines (${nodesText(facts.nodes)}), which do not have the image that is on this one.`,
        remedy: "Name a repository that they can pull from: --registry REGISTRY/REPOSITORY.",
      };
    case "needs-registry":
      return {
        message: "Apptainer takes images from a registry, and this one is on this machine alone.",
        remedy: "Name a repository that the nodes can pull from: --registry REGISTRY/REPOSITORY.",
      };
    case "unit-text":
      return {
        message: `Slurm's batch script cannot take the unit ${JSON.stringify(facts.unit)}.`,
        remedy:
          'Units there have no control characters, and do not begin with "-". Leave it to another engine: --on docker.',
      };
  }
}

function nodesText(nodes: readonly string[]): string {
  const [first = "", second, ...more] = nodes;
  return [first, ...(second === undefined ? [] : [second]), ...(more.length > 0 ? ["…"] : [])].join(", ");
}
