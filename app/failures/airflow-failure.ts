/** Why Airflow does not do what it was asked for, in words, and what to do. */
import type { AirflowFacts } from "../../backfill/airflow/airflow-error.ts";
import { type FailureText, sentence } from "./failure-text.ts";

const soon = "It reads its folder of DAGs twice a minute: wait that long after the file has changed.";

/** One reason in words. */
export function airflowFailure(facts: AirflowFacts): FailureText {
  switch (facts.code) {
    case "no-answer":
      return {
        message: `Airflow does not answer at ${facts.url}: ${sentence(facts.said)}`,
        remedy:
          "Start its API server (airflow api-server), or say where it is: AIRFLOW__API__BASE_URL=http://HOST:8080.",
      };
    case "not-let-in":
      return {
        message: `Airflow at ${facts.url} does not let you in.`,
        remedy:
          "Give a user who may start runs in AIRFLOW_USERNAME and AIRFLOW_PASSWORD, or a token of its API in AIRFLOW_CLI_TOKEN.",
      };
    case "refused":
      return {
        message: `Airflow at ${facts.url} has refused it: ${sentence(facts.said)}`,
        remedy: "It was tried with Airflow 3.3. Look whether the server is one of these.",
      };
    case "no-dag":
      return {
        message: `Airflow at ${facts.url} has no DAG ${facts.dag} that it can import.`,
        remedy: `Deploy the pipeline first: pipenb deploy ${facts.what} --to airflow. ${soon} Where it is called otherwise there: --name NAME.`,
        command: `pipenb deploy ${facts.what} --to airflow`,
      };
    case "not-ours":
      return {
        message: `The DAG ${facts.dag} of Airflow at ${facts.url} is none that pipenb has written.`,
        remedy: "Name the one that is: --name NAME. Whoever asks must be allowed to read the DAG's code.",
      };
    case "other-image":
      return {
        message: `The DAG ${facts.dag} runs another image than ${facts.what} is now: ${facts.image}.`,
        remedy: `Deploy it anew: pipenb deploy ${facts.what} --to airflow. ${soon}`,
        command: `pipenb deploy ${facts.what} --to airflow`,
      };
    case "paused":
      return {
        message: `The DAG ${facts.dag} is paused in Airflow, which would begin nothing.`,
        remedy: `Let it go on: airflow dags unpause ${facts.dag}`,
        command: `airflow dags unpause ${facts.dag}`,
      };
    case "no-files":
      return {
        message: "A backfill on Airflow needs no files but the DAG.",
        remedy: `Have that written (pipenb deploy … --to airflow --out DIR), and give its own command: airflow backfill create --dag-id ${facts.dag} --from-date A --to-date BT23:59:59.`,
      };
  }
}
