/** The same days on Docker, Dask, Airflow and Prefect: what they have written is equal, byte for byte. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import * as z from "zod";
import { backfillTag } from "../../app/backfill/backfill-image.ts";
import type { Engine } from "../../containers/engine/engine.ts";
import { Airflow, requireAirflow } from "../support/airflow.ts";
import { ClosedProxy } from "../support/closed-proxy.ts";
import { runPipenb, runProgram, type Ended } from "../support/command-line.ts";
import { nodeImage, requireEngine } from "../support/engine.ts";
import { freePort } from "../support/free-port.ts";
import { quiet, requireOrchestrators, startServer, type Server } from "../support/orchestrators.ts";
import { removeTag } from "../support/remove-tag.ts";
import { samples } from "../support/sample-runs.ts";

const days = Array.from({ length: 29 }, (_, index) => `2024-02-${String(index + 1).padStart(2, "0")}`);
/** For those that take seconds for each. */
const week = days.slice(0, 7);

/** With the packages of samples/seattle-weather.pipenb, whose image is there. */
const notebook = `/* ---
pipenb: 1
image:
  npm: { nodejs-polars: ^0.26.1, "@duckdb/node-api": 1.5.6-r.1 }
mounts: [ ./out:/data/out ]
schedule: { cron: "15 4 * * *", timezone: Europe/Prague, start: 2024-02-01 }
--- */

// %% [parameters]
const day: IsoDate = "2024-02-01";

// %% name=make
import pl from "nodejs-polars";
import { writeWhole } from "pipenb";
let seed = Number(day.replaceAll("-", ""));
const random = (below) => (seed = (seed * 48271) % 2147483647) % below;
const rows = Array.from({ length: 500 }, (_, id) => ({ id, day, item: ["čaj", "káva"][random(2)], price: random(9999) / 100 }));
const frame = pl.DataFrame(rows);
await writeWhole(\`/data/out/\${day}.json\`, JSON.stringify(rows));
await writeWhole(\`/data/out/\${day}.csv\`, (path) => frame.writeCSV(path));
await writeWhole(\`/data/out/\${day}.parquet\`, (path) => frame.writeParquet(path));
`;

describe("a month of days, whichever runs them", function () {
  this.timeout(900_000);
  let engine: Engine;
  let airflowBin: string;
  let bin: string;
  let folder: string;
  let file: string;
  let proxy: ClosedProxy;
  let byDocker: ReadonlyMap<string, string>;

  before(async function () {
    engine = await requireEngine(this);
    airflowBin = requireAirflow(this);
    bin = requireOrchestrators(this);
    proxy = await ClosedProxy.start();
    folder = await mkdtemp(join(tmpdir(), "pipenb-equal-"));
    file = join(folder, "bytes.pipenb");
    await writeFile(file, notebook);
    await cp(join(samples, "seattle-weather.lock.json"), join(folder, "bytes.lock.json"));
    await mkdir(join(folder, "out"));
    await chmod(join(folder, "out"), 0o777);
  });

  after(async () => {
    proxy.stop();
    const image = await engine.image(backfillTag(file));
    for (const each of image?.tags ?? []) await removeTag(engine, each);
    await rm(folder, { recursive: true, force: true });
  });

  const pipenb = async (
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<Ended> => {
    const ended = await runPipenb(args, { env: { PIPENB_BASE_IMAGE: nodeImage(), ...env } });
    assert.equal(ended.code, 0, ended.stderr);
    return ended;
  };

  /** Hashes of what these days have written, and nothing of it stays. */
  async function taken(meant: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const out = join(folder, "out");
    const all = new Map<string, string>();
    for (const name of (await readdir(out)).sort()) {
      const bytes = await readFile(join(out, name));
      if (meant.includes(name.split(".")[0] ?? ""))
        all.set(name, createHash("sha256").update(bytes).digest("hex"));
      await rm(join(out, name));
    }
    assert.equal(all.size, meant.length * 3);
    return all;
  }
  const ofWeek = (): ReadonlyMap<string, string> =>
    new Map([...byDocker].filter(([name]) => week.some((day) => name.startsWith(day))));

  it("is written by a backfill on Docker", async () => {
    await pipenb(["backfill", file, "--units", `${days[0]}..${days.at(-1)}`, "--parallel", "2"]);
    byDocker = await taken(days);
    assert.equal(new Set(byDocker.values()).size, byDocker.size, "each file says something else");
  });

  it("is the same on Dask", async () => {
    await pipenb(["deploy", file, "--to", "dask", "--out", folder]);
    const words = [join(folder, "bytes_dask.py"), `${days[0]}..${days.at(-1)}`];
    const env = { ...quiet, ...proxy.env };
    const done = await runProgram(join(bin, "python"), words, { env, cwd: folder });
    assert.equal(done.code, 0, done.stderr);
    assert.deepEqual(await taken(days), byDocker);
  });

  it("is the same on Airflow, for a week", async () => {
    const airflow = await Airflow.in(join(folder, "airflow"), airflowBin, proxy.env);
    try {
      await Promise.all([
        airflow.start(),
        pipenb(["deploy", file, "--to", "airflow"], { AIRFLOW__CORE__DAGS_FOLDER: airflow.dags }),
      ]);
      while ((await airflow.ask("GET", "/dags/bytes")).status !== 200) await pause(500);
      const runs = await airflow.backfill("bytes", ["2024-02-01", "2024-02-07"], week.length);
      assert.deepEqual([...new Set(runs.map(({ state }) => state))], ["success"]);
      await pipenb(["deploy", file, "--to", "airflow", "--remove"], {
        AIRFLOW__CORE__DAGS_FOLDER: airflow.dags,
      });
    } finally {
      await airflow.kill();
    }
    assert.deepEqual(await taken(week), ofWeek());
  });

  it("is the same on Prefect, for a week", async () => {
    const servers: Server[] = [];
    const port = String(await freePort());
    const api = `http://127.0.0.1:${port}/api`;
    const env = {
      ...proxy.env,
      PREFECT_HOME: join(folder, "prefect"),
      PREFECT_SERVER_API_HOST: "127.0.0.1",
      PREFECT_SERVER_API_PORT: port,
      PREFECT_API_URL: api,
      PREFECT_WORKER_QUERY_SECONDS: "1",
    };
    /** Asks again where its small database is busy. */
    const ask = async (path: string, body?: object): Promise<unknown> => {
      const answer = await fetch(`${api}${path}`, {
        method: body === undefined ? "GET" : "POST",
        headers: { "content-type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (answer.status >= 500) {
        await pause(300);
        return ask(path, body);
      }
      assert.ok(answer.ok, `${path}: ${answer.status}`);
      return answer.json();
    };
    const isThere = (): Promise<boolean> =>
      fetch(`${api}/health`).then(
        ({ ok }) => ok,
        () => false,
      );
    try {
      servers.push(startServer(join(bin, "prefect"), ["server", "start"], env));
      while (!(await isThere())) await pause(200);
      await pipenb(["deploy", file, "--to", "prefect"], { PREFECT_API_URL: api });
      const { id } = z.object({ id: z.string() }).parse(await ask("/deployments/name/bytes/bytes"));
      const words = ["worker", "start", "--pool", "pipenb", "--type", "docker", "--limit", "2"];
      servers.push(startServer(join(bin, "prefect"), words, env));
      const state = { type: "SCHEDULED" };
      for (const day of week) await ask(`/deployments/${id}/create_flow_run`, { parameters: { day }, state });
      const filter = { flow_runs: { state: { type: { any_: ["COMPLETED"] } } } };
      while (z.number().parse(await ask("/flow_runs/count", filter)) < week.length) await pause(500);
    } finally {
      for (const server of servers.reverse()) await server.kill();
    }
    assert.deepEqual(await taken(week), ofWeek());
  });

  it("needs nobody elsewhere", () => {
    assert.deepEqual(proxy.asked, []);
  });
});
