/** Why a pipeline is not registered, in words, and what to do. */
import type { DeployFacts } from "../../deploy/deploy-error.ts";
import { type FailureText, sentence } from "./failure-text.ts";

export function deployFailure(facts: DeployFacts): FailureText {
  switch (facts.code) {
    case "not-ours":
      return {
        message: `There is a ${facts.what} ${facts.name} already, which pipenb has not made.`,
        remedy: "Give yours another name: --name NAME.",
      };
    case "taken":
      return {
        message: `${facts.name} is the name of ${facts.source}, which ${facts.by} has deployed.`,
        remedy: "Give yours another name: --name NAME. If that one is to go, take it away first: --remove.",
      };
    case "changed":
      return {
        message: `Somebody has changed ${facts.file} since pipenb has written it.`,
        remedy: `Move it to another folder, give the command again, and take over what was changed. Or give yours another name: --name NAME.`,
      };
    case "no-dags-folder":
      return {
        message: "There is no Airflow on this machine, which takes pipelines as files in a folder.",
        remedy:
          "Name its folder of DAGs: AIRFLOW__CORE__DAGS_FOLDER=/path. Or write the file somewhere (--out DIR) and bring it there.",
      };
    case "zone":
      return {
        message: `Slurm starts jobs by the clock of ${facts.engineZone}, and the schedule is one of ${facts.zone}.`,
        remedy: `Write the schedule in the clock of the cluster (timezone: ${facts.engineZone}), and see that its unit is still the right one.`,
      };
    case "no-scrontab":
      return {
        message: `This Slurm takes no schedules: ${sentence(facts.said)}`,
        remedy:
          "Ask its administrator for ScronParameters=enable. Or let cron of a login node submit the script that --out DIR writes.",
      };
  }
}
