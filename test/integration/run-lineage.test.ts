/** A run tells a server of OpenLineage of itself: from the exported pipeline and from `pipenb run` the same. */
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runNode, runPipenb } from "../support/command-line.ts";
import type { CommandOptions, Ended } from "../support/command-line.ts";
import { freePort } from "../support/free-port.ts";
import { lineageServer } from "../support/open-lineage.ts";
import type { LineageServer, RunEvent } from "../support/open-lineage.ts";

const notebook = `/* ---
pipenb: 1
title: Orders of a day
schedule: { cron: "0 3 * * *", timezone: Europe/Prague, unit: previous-day }
manifest: out/done-\${day}.json
secrets: [db, openlineage-api-key]
--- */

// %% [parameters]
const day: IsoDate = "2022-02-05";
const how: string = "well";

// %% name=write
import { processGranules, secret, writeWhole } from "pipenb";
await writeWhole(\`out/\${day}.csv\`, "a\\n");
await processGranules("in/*.csv", () => 1);

// %% name=end
if (how === "badly") throw new TypeError(\`bad, by \${secret("db")} and \${secret("openlineage-api-key")}\`);
if (how === "for-ever") {
  console.log("going on");
  for (;;);
}
`;

describe("the lineage of a run", function () {
  this.timeout(120_000);
  let folder = "";
  let server: LineageServer;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "pipenb-lineage-"));
    await writeFile(join(folder, "daily.pipenb"), notebook);
    const exported = await runPipenb(["export", "daily.pipenb", "--out", "exported"], { cwd: folder });
    assert.equal(exported.code, 0, exported.stderr);
    for (const place of [folder, join(folder, "exported")]) {
      await mkdir(join(place, "in"), { recursive: true });
      await mkdir(join(place, "secrets"), { recursive: true });
      await writeFile(join(place, "secrets/db"), "correct-horse\n");
      await writeFile(join(place, "in/x.csv"), "x\n");
    }
  });

  beforeEach(async () => {
    server = await lineageServer();
  });

  afterEach(async () => {
    await server.close();
  });

  after(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  type Run = (args: readonly string[], options: CommandOptions) => Promise<Ended>;
  const ofExport: Run = (args, options) =>
    runNode(["runner.mjs", "pipeline.ts", ...args], { ...options, cwd: join(folder, "exported") });
  const ofNotebook: Run = (args, options) =>
    runPipenb(["run", "--runtime", "local", "daily.pipenb", ...args], { ...options, cwd: folder });
  const asked = (more: Readonly<Record<string, string>> = {}): CommandOptions => ({
    env: { OPENLINEAGE_URL: server.url, ...more },
  });
  const typesOf = (events: readonly RunEvent[]): readonly string[] =>
    events.map(({ eventType }) => eventType);

  for (const [way, run, place] of [
    ["of the exported pipeline", ofExport, () => join(folder, "exported")],
    ["of pipenb run", ofNotebook, () => folder],
  ] as const) {
    describe(way, () => {
      it("has its begin and its end, with what it read and wrote", async () => {
        const parent = "0190bf3e-7c4e-7a3b-9d0c-3f1f0a2b4c5d";
        const options = asked({
          OPENLINEAGE_API_KEY: "key-of-the-server",
          OPENLINEAGE_NAMESPACE: "prod",
          OPENLINEAGE_PARENT_ID: `airflow/orders.load/${parent}`,
          PIPENB_ATTEMPT: "2",
        });
        const ended = await run(["2024-03-01"], options);
        assert.equal(ended.code, 0, ended.stderr);
        assert.doesNotMatch(ended.stderr, /lineage/);
        for (const { path, headers } of server.heard) {
          assert.equal(path, "/api/v1/lineage");
          assert.equal(headers.authorization, "Bearer key-of-the-server");
          assert.equal(headers["content-type"], "application/json");
        }
        const [start, end, ...more] = server.taken();
        assert.ok(start !== undefined && end !== undefined && more.length === 0);
        assert.deepEqual([start.eventType, end.eventType], ["START", "COMPLETE"]);
        assert.equal(start.run.runId, end.run.runId);
        assert.match(start.run.runId, /^[0-9a-f]{8}-[0-9a-f]{4}-7/);
        assert.ok(start.eventTime < end.eventTime);
        for (const { job, run } of [start, end]) {
          assert.deepEqual([job.namespace, job.name], ["prod", "daily"]);
          assert.equal(run.facets.nominalTime?.nominalStartTime, "2024-02-29T23:00:00.000Z");
          assert.equal(run.facets.parent?.run.runId, parent);
          assert.match(run.facets.processing_engine?.version ?? "", /^\d+\.\d+\.\d+/);
          assert.equal(run.facets.pipenb_run["attempt"], 2);
          assert.deepEqual(run.facets.pipenb_run["parameters"], { day: "2024-03-01", how: "well" });
        }
        const names = (datasets: readonly { namespace: string; name: string }[]): readonly string[] =>
          datasets.map(({ namespace, name }) => `${namespace} ${name}`);
        assert.deepEqual(names(end.inputs), [`file ${place()}/in/x.csv`]);
        assert.deepEqual(names(end.outputs), [`file ${place()}/out/2024-03-01.csv`]);
        assert.equal(end.outputs[0]?.outputFacets.outputStatistics.size, 2);
      });

      it("tells of a run that has nothing left to do, and of none where nothing was to run", async () => {
        await run(["2024-03-02"], {});
        const again = await run(["2024-03-02"], asked());
        assert.equal(again.code, 0, again.stderr);
        const events = server.taken();
        assert.deepEqual(typesOf(events), ["START", "COMPLETE"]);
        assert.deepEqual(events[1]?.outputs, []);
        for (const [args, env] of [
          [["--help"], {}],
          [["2024-03-03"], { PIPENB_DRY_RUN: "1" }],
          [["2024-03-03"], { OPENLINEAGE_DISABLED: "true" }],
        ] as const)
          assert.equal((await run(args, asked(env))).code, 0);
        assert.deepEqual(server.taken(), []);
      });

      it("tells of failures, by their cells and without a secret", async () => {
        const secrets = join(place(), "secrets");
        await writeFile(join(secrets, "openlineage-api-key"), "key-in-a-file\n");
        try {
          const failed = await run(["--how", "badly"], asked());
          assert.equal(failed.code, 1, failed.stderr);
        } finally {
          await rm(join(secrets, "openlineage-api-key"));
        }
        assert.equal(server.heard[0]?.headers.authorization, "Bearer key-in-a-file");
        const [start, end] = server.taken();
        assert.deepEqual([start?.eventType, end?.eventType], ["START", "FAIL"]);
        assert.match(
          end?.run.facets.errorMessage?.message ?? "",
          /^TypeError: bad, by \*\*\* and \*\*\* \(cell "end", (?:daily\.pipenb|pipeline\.ts):\d+\)$/,
        );
        assert.equal(end?.outputs.length, 1);
        const wrong = await run(["2023-02-29"], asked());
        assert.equal(wrong.code, 64);
        assert.deepEqual(typesOf(server.taken()), ["START", "FAIL"]);
      });

      it("tells that somebody has stopped it", async () => {
        const ended = await run(["--how", "for-ever"], {
          ...asked(),
          signalWhen: (text) => (text.includes("going on") ? "SIGTERM" : undefined),
        });
        assert.equal(ended.code, 143, ended.stderr);
        assert.deepEqual(typesOf(server.taken()), ["START", "ABORT"]);
      });

      it("changes nothing about the run where no server takes it, and says so once", async () => {
        const gone = `http://127.0.0.1:${await freePort()}`;
        const place = "http:\\/\\/127\\.0\\.0\\.1:\\d+\\/api\\/v1\\/lineage";
        const expected: readonly (readonly [number | string, string])[] = [
          [401, `${place} answered 401 Unauthorized\\. Look at OPENLINEAGE_API_KEY\\.`],
          [500, `${place} answered 500 Internal Server Error\\.`],
          [301, `${place} answered 301 Moved Permanently\\.`],
          [0, `${place} did not answer in time\\.`],
          [gone, `${place}: connect ECONNREFUSED .*\\.`],
          ["marquez", "OPENLINEAGE_URL is no address of a server\\. Write one such as .*"],
        ];
        for (const [how, sentence] of expected) {
          if (typeof how === "number") server.answer = how;
          const options = asked(typeof how === "string" ? { OPENLINEAGE_URL: how } : {});
          const { code, stderr } = await run(["--how", "quietly"], {
            env: { ...options.env, PIPENB_FORCE: "1" },
          });
          assert.equal(code, 0, stderr);
          const lines = stderr.split("\n").filter((line) => line.includes("lineage"));
          assert.equal(lines.length, 1, stderr);
          assert.match(lines[0] ?? "", new RegExp(`^The run's lineage is not recorded: ${sentence}$`));
        }
      });
    });
  }
});
