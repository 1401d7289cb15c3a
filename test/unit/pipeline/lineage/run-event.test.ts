import assert from "node:assert/strict";
import { endEvent, startEvent } from "../../../../pipeline/lineage/run-event.ts";
import type { LineageRun } from "../../../../pipeline/lineage/run-event.ts";
import type { RunResult } from "../../../../pipeline/result/run-result.ts";
import { RunEventSchema } from "../../../support/open-lineage.ts";

const runId = "0190bf3e-7c4e-7a3b-9d0c-3f1f0a2b4c5d";
const run: LineageRun = {
  runId,
  settings: { namespace: "prod", parent: undefined, root: undefined },
  job: {
    name: "orders",
    folder: "/app/work",
    unit: { parameter: "day", kind: "day", timezone: "Europe/Prague", due: "previous-day" },
    version: "1.2.3",
  },
};
const result: RunResult = {
  contract: 1,
  unit: "2024-03-01",
  parameters: { day: "2024-03-01" },
  status: "done",
  exitCode: 0,
  attempt: 2,
  image: "sha256:i",
  code: "sha256:c",
  inputs: [{ path: "data/input/orders.csv", bytes: 7 }],
  outputs: [],
  error: null,
  started: "2024-03-02T01:00:00.000Z",
  ended: "2024-03-02T01:00:09.000Z",
};
const end = (more: Partial<RunResult>, of = run) =>
  RunEventSchema.parse(endEvent(of, { ...result, ...more }));

describe("the events of a run", () => {
  it("are of one run and one job, with the time that it is for", () => {
    const { started, unit, attempt, parameters } = result;
    const first = RunEventSchema.parse(startEvent(run, { started, unit, attempt, parameters }));
    const last = end({});
    assert.deepEqual([first.eventType, last.eventType], ["START", "COMPLETE"]);
    assert.deepEqual([first.eventTime, last.eventTime], [result.started, result.ended]);
    assert.deepEqual([first.run.runId, last.run.runId], [runId, runId]);
    for (const { job, run } of [first, last]) {
      assert.deepEqual([job.namespace, job.name], ["prod", "orders"]);
      assert.equal(job.facets.jobType.processingType, "BATCH");
      assert.equal(run.facets.nominalTime?.nominalStartTime, "2024-02-29T23:00:00.000Z");
      assert.equal(run.facets.nominalTime.nominalEndTime, "2024-03-01T23:00:00.000Z");
      assert.equal(run.facets.processing_engine?.version, "1.2.3");
      assert.deepEqual(run.facets.pipenb_run["parameters"], parameters);
      assert.equal(run.facets.parent, undefined);
    }
    assert.deepEqual(last.run.facets.pipenb_run["image"], "sha256:i");
  });

  it("have no time for a unit that is none of the calendar", () => {
    assert.equal(end({ unit: "a" }).run.facets.nominalTime, undefined);
    assert.equal(end({ unit: null }).run.facets.nominalTime, undefined);
    const job = {
      ...run.job,
      unit: { parameter: "part", kind: "text", timezone: "UTC", due: null } as const,
    };
    assert.equal(end({ unit: "2024-03-01" }, { ...run, job }).run.facets.nominalTime, undefined);
  });

  it("name files, objects and tables as the specification does, and each once", () => {
    const { inputs, outputs } = end({
      outputs: [
        { path: "data/output/a.csv", bytes: 5, sha256: "x" },
        { path: "/results/folder", bytes: 9, files: 3 },
        { path: "s3://lake/orders/day=2024-03-01/part 1.json", bytes: 4 },
        { path: "table:public.or%20ders?day=1", database: "postgres://db:5432/sh%20op", rows: 3, bytes: 30 },
        { path: "table:public.or%20ders?day=2", database: "postgres://db:5432/sh%20op", rows: 4, bytes: 40 },
        { path: "table:public.orders?day=1", rows: 1, bytes: 2 },
      ],
    });
    assert.deepEqual(
      inputs.map(({ namespace, name, inputFacets }) => [namespace, name, inputFacets.inputStatistics.size]),
      [["file", "/app/work/data/input/orders.csv", 7]],
    );
    const told = outputs.map(({ namespace, name, outputFacets: { outputStatistics } }) => {
      const { rowCount, size, fileCount } = outputStatistics;
      return [namespace, name, rowCount, size, fileCount];
    });
    assert.deepEqual(told, [
      ["file", "/app/work/data/output/a.csv", undefined, 5, undefined],
      ["file", "/results/folder", undefined, 9, 3],
      ["s3://lake", "orders/day=2024-03-01/part 1.json", undefined, 4, undefined],
      ["postgres://db:5432", "sh op.public.or ders", 7, 70, undefined],
      ["postgres", "public.orders", 1, 2, undefined],
    ]);
  });

  it("say how it ended", () => {
    const error = { name: "TypeError", message: "bad", cell: "load", file: "orders.pipenb", line: 7 };
    const failed = end({ status: "failed", exitCode: 42, error });
    assert.equal(failed.eventType, "FAIL");
    assert.equal(failed.run.facets.errorMessage?.message, 'TypeError: bad (cell "load", orders.pipenb:7)');
    const nowhere = { ...error, cell: null, file: null, line: null };
    assert.equal(end({ status: "timed-out", error: nowhere }).eventType, "FAIL");
    assert.equal(end({ status: "stopped", error: nowhere }).eventType, "ABORT");
    const skipped = end({ status: "skipped", outputs: [{ path: "a", bytes: 1 }] });
    assert.deepEqual([skipped.eventType, skipped.inputs, skipped.outputs], ["COMPLETE", [], []]);
  });

  it("name the run that has started this one", () => {
    const parent = { namespace: "airflow", name: "orders.load", runId };
    const root = { ...parent, name: "orders" };
    const { parent: told } = end({}, { ...run, settings: { ...run.settings, parent, root } }).run.facets;
    assert.deepEqual([told?.run, told?.job], [{ runId }, { namespace: "airflow", name: "orders.load" }]);
    assert.deepEqual(told?.root, { run: { runId }, job: { namespace: "airflow", name: "orders" } });
  });

  it("hold no more than a server can take, and say how many there were", () => {
    const inputs = Array.from({ length: 1200 }, (_, index) => ({ path: `in/${index}`, bytes: 1 }));
    const told = end({ inputs });
    assert.equal(told.inputs.length, 1000);
    assert.equal(told.run.facets.pipenb_run["inputCount"], 1200);
  });
});
