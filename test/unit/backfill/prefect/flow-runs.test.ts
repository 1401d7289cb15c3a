import assert from "node:assert/strict";
import type * as z from "zod";
import { FlowRuns } from "../../../../backfill/prefect/flow-runs.ts";
import type { PrefectClient } from "../../../../backfill/prefect/prefect-client.ts";
import { PrefectError } from "../../../../backfill/prefect/prefect-error.ts";
import { runName } from "../../../../backfill/run-key.ts";

const image = "sha256:1";
const run = { unit: "2022-01-01", key: "0".repeat(64), attempt: 1 };
const key = runName(run.key, run.attempt);

interface FakeRun {
  readonly tags: readonly string[];
  readonly type: string;
}

/** A server with these deployments (image by name) and these runs, by their keys. */
function prefect(deployments: Readonly<Record<string, string>>, runs: Readonly<Record<string, FakeRun>>) {
  const asked: (readonly [request: string, body: Readonly<Record<string, unknown>>])[] = [];
  const client = {
    all: <T>(_: string, __: object, schema: z.ZodType<T>) =>
      Promise.resolve(
        Object.entries(deployments).map(([name, digest]) =>
          schema.parse({ id: name, name, job_variables: { env: { PIPENB_IMAGE_DIGEST: digest } } }),
        ),
      ),
    ask(request: string, body: Readonly<Record<string, unknown>>) {
      asked.push([request, body]);
      const asks = String(body["idempotency_key"]);
      const { tags, type } = runs[asks] ?? { tags: body["tags"], type: "SCHEDULED" };
      return Promise.resolve({ id: asks, tags, state: { type, name: type } });
    },
    find(request: string, body: Readonly<Record<string, unknown>>) {
      asked.push([request, body]);
      return Promise.resolve({});
    },
  };
  const deployment = { name: "days", what: "days.pipenb", parameter: "day" };
  const settings = { image, parameters: { wait: 3 }, deployment, journalId: "mine" };
  // SAFETY: what is asked for here is there.
  return { flowRuns: new FlowRuns(client as unknown as PrefectClient, settings), asked };
}

describe("flow runs of a backfill", () => {
  it("are made of the deployment that has the image, with the parameters, the attempt and no retries of its own", async () => {
    const { flowRuns, asked } = prefect({ days: "sha256:0", "days-anew": image }, {});
    await flowRuns.create({ ...run, attempt: 2 });
    const [[request, body] = assert.fail("it was asked")] = asked;
    assert.equal(request, "POST /deployments/days-anew/create_flow_run");
    assert.deepEqual(body["parameters"], { wait: 3, day: "2022-01-01" });
    assert.equal(body["name"], "2022-01-01 (2)");
    assert.deepEqual(body["job_variables"], {
      env: {
        PIPENB_ATTEMPT: "2",
        PIPENB_IMAGE_DIGEST: image,
        PIPENB_RESULT: "-",
        PIPENB_PREFECT_RETRIES: "0",
      },
    });
  });

  for (const [code, deployments] of [
    ["no-deployment", { others: "sha256:0" }],
    ["other-image", { days: "sha256:0" }],
  ] as const)
    it(`are not made where there is ${code}`, async () => {
      const { flowRuns } = prefect(deployments, {});
      await assert.rejects(
        flowRuns.create(run),
        (error) => error instanceof PrefectError && error.code === code,
      );
    });

  const waited = ["pipenb", "pipenb-backfill-theirs"];
  for (const [what, runs, found] of [
    ["runs already, of whomever", { [key]: { tags: ["pipenb"], type: "RUNNING" } }, key],
    ["has ended while a journal waits for it", { [key]: { tags: waited, type: "FAILED" } }, key],
    ["is history", { [key]: { tags: ["pipenb"], type: "COMPLETED" } }, `${key}-1`],
    [
      "is history twice",
      {
        [key]: { tags: [], type: "FAILED" },
        [`${key}-1`]: { tags: [], type: "COMPLETED" },
      },
      `${key}-2`,
    ],
  ] as const)
    it(`of a unit that ${what}: ${found === key ? "that one" : "another one"}`, async () => {
      const { flowRuns } = prefect({ days: image }, runs);
      assert.equal((await flowRuns.create(run)).id, found);
    });

  it("are let go of by the journal that knows their end, and by no other", async () => {
    const { flowRuns, asked } = prefect({}, {});
    await flowRuns.release({ id: "a", tags: [...waited, "pipenb-backfill-mine"] });
    assert.deepEqual(asked, [["PATCH /flow_runs/a", { tags: waited }]]);
  });
});
