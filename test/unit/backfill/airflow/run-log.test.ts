import assert from "node:assert/strict";
import { runLog } from "../../../../backfill/airflow/run-log.ts";

describe("the log of a try on Airflow", () => {
  it("is what the task has written, without what Airflow says of itself", () => {
    const lines = [
      ...["::group::Log message source details", "/logs/attempt=1.log", "::endgroup::"],
      ...["::group::Pre Execute", "DAG bundles loaded", "::endgroup::"],
      ...["begins", "::group::of the pipeline", "", "::endgroup::"],
      ...["::group::Post Execute", "::endgroup::"],
    ];
    assert.equal(runLog(lines), "begins\n::group::of the pipeline\n\n::endgroup::\n");
  });
});
