/** What people read when an orchestrator does not do as it was asked to. */
import assert from "node:assert/strict";
import { describeFailure } from "../../../../app/failures/describe-failure.ts";
import { AirflowError, type AirflowFacts } from "../../../../backfill/airflow/airflow-error.ts";
import { DaskError, type DaskFacts } from "../../../../backfill/dask/dask-error.ts";
import { PrefectError, type PrefectFacts } from "../../../../backfill/prefect/prefect-error.ts";

const what = "daily.pipenb";
const url = "http://127.0.0.1:8080";
const said = "connect ECONNREFUSED";

/** With what the words must have in them: which thing it is, and what to do. */
type Told<Facts> = readonly (readonly [facts: Facts, ...words: readonly RegExp[]])[];

const airflow: Told<AirflowFacts> = [
  [{ code: "no-answer", url, said }, /at http:.*: connect ECONNREFUSED\./, /AIRFLOW__API__BASE_URL/],
  [{ code: "not-let-in", url }, /127\.0\.0\.1:8080/, /AIRFLOW_USERNAME and AIRFLOW_PASSWORD/],
  [{ code: "refused", url, status: 422, said: "no" }, /refused it: no\./, /Airflow 3\.3/],
  [{ code: "no-dag", url, dag: "daily", what }, /no DAG daily/, /pipenb deploy daily\.pipenb --to airflow/],
  [{ code: "not-ours", url, dag: "daily" }, /daily .* none that pipenb has written/, /--name NAME/],
  [{ code: "other-image", dag: "daily", image: "sha256:0", what }, /sha256:0/, /pipenb deploy daily\.pipenb/],
  [{ code: "paused", dag: "daily" }, /daily is paused/, /airflow dags unpause daily/],
  [{ code: "no-files", dag: "daily" }, /no files but the DAG/, /airflow backfill create --dag-id daily/],
];
const dask: Told<DaskFacts> = [
  [{ code: "no-cluster" }, /No cluster/, /DASK_SCHEDULER_ADDRESS=/],
  [{ code: "no-python", program: "python3" }, /no python3 here/, /PATH/],
  [{ code: "no-package", program: "python3" }, /distributed/, /pip install distributed/],
  [{ code: "ended", address: "tcp://127.0.0.1:8786", said: "" }, /8786/, /wrote nothing/, /start it again/],
  [{ code: "no-worker" }, /no worker/, /dask worker ADDRESS/],
  [{ code: "refused", said }, /connect ECONNREFUSED\./, /--registry/],
  [{ code: "no-files" }, /another command/, /pipenb deploy … --to dask --out DIR/],
];
const prefect: Told<PrefectFacts> = [
  [{ code: "no-server" }, /No server/, /PREFECT_API_URL=/],
  [{ code: "no-answer", url, said }, /at http:.*: connect ECONNREFUSED\./, /prefect server start/],
  [{ code: "not-let-in", url }, /127\.0\.0\.1:8080/, /PREFECT_API_KEY/],
  [{ code: "refused", url, said: "no" }, /refused it: no\./, /Prefect 3/],
  [
    { code: "other-pool", pool: "pods", type: "kubernetes" },
    /pods is one of type kubernetes/,
    /POOL_NAME=NAME/,
  ],
  [
    { code: "no-deployment", name: "daily", what },
    /not registered/,
    /pipenb deploy daily\.pipenb --to prefect/,
  ],
  [{ code: "other-image", name: "daily", what }, /daily is another image/, /Register it anew: pipenb deploy/],
];

describe("an orchestrator that does not do as it was asked to", () => {
  const errors = [
    ...airflow.map(([facts, ...words]) => [new AirflowError(facts), words] as const),
    ...dask.map(([facts, ...words]) => [new DaskError(facts), words] as const),
    ...prefect.map(([facts, ...words]) => [new PrefectError(facts), words] as const),
  ];
  for (const [error, words] of errors)
    it(`is told with what to do: ${error.name}, ${error.facts.code}`, () => {
      const { message, remedy, command } = describeFailure(error) ?? { message: "" };
      for (const word of words) assert.match(`${message} ${remedy ?? ""}`, word);
      assert.ok(
        command === undefined || remedy?.includes(command) === true,
        "the button copies what is said",
      );
    });
});
