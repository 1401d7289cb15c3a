/** samples/stack: a month of orders through the real Airflow into an object store and PostgreSQL, and onto the real Superset's dashboard. */
import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { backfillTag } from "../../app/backfill/backfill-image.ts";
import type { Engine } from "../../containers/engine/engine.ts";
import { Airflow, requireAirflow } from "../support/airflow.ts";
import { ClosedProxy } from "../support/closed-proxy.ts";
import { root, runPipenb, type Ended } from "../support/command-line.ts";
import { requireEditor, type InstalledEditor } from "../support/editor/installed.ts";
import { nodeImage, requireEngine } from "../support/engine.ts";
import { isHere, peersOf } from "../support/open-connections.ts";
import { processesBelow } from "../support/processes.ts";
import { removeTag } from "../support/remove-tag.ts";
import { Stack } from "../support/stack.ts";

/** In which clocks change. */
const days = Array.from({ length: 31 }, (_, index) => `2024-03-${String(index + 1).padStart(2, "0")}`);
/** One that is run by the notebook before the DAG, and two after it. */
const byNotebook = ["2024-03-01", "2024-03-17", "2024-03-31"] as const;
const allRows = "SELECT * FROM orders ORDER BY day, id";

interface Revenue {
  readonly country: string;
  readonly orders: number;
  readonly cents: number;
}

describe("the stack: Airflow, an object store, PostgreSQL and Superset", function () {
  this.timeout(900_000);
  let engine: Engine;
  let editor: InstalledEditor;
  let stack: Stack;
  let airflow: Airflow;
  let proxy: ClosedProxy;
  /** Whom anything was connected to, looked at all the time. */
  const peers = new Set<string>();
  let isOver = false;
  const staged = (): string => join(stack.folder, "staged");
  const ends: (() => unknown)[] = [];
  /** All rows once the month was there. */
  let rows: string;
  /** By day, as the notebook has shown it. */
  const frames = new Map<string, readonly Revenue[]>();

  const succeeded = ({ code, stdout, stderr }: Ended): string => {
    assert.equal(code, 0, stderr);
    return stdout;
  };
  const deploy = (...args: readonly string[]): Promise<Ended> =>
    runPipenb(["deploy", join(stack.folder, "orders.pipenb"), "--to", "airflow", ...args], {
      env: { AIRFLOW__CORE__DAGS_FOLDER: staged(), PIPENB_BASE_IMAGE: nodeImage() },
    });

  before(async function () {
    engine = await requireEngine(this);
    editor = requireEditor(this);
    const bin = requireAirflow(this);
    stack = await Stack.prepared(engine, this);
    ends.push(() => stack.remove());
    proxy = await ClosedProxy.start();
    ends.push(() => {
      proxy.stop();
    });
    airflow = await Airflow.in(join(stack.folder, "airflow"), bin, proxy.env);
    ends.push(() => airflow.kill());
  });

  after(async () => {
    for (const end of ends.reverse()) await end();
  });

  async function look(): Promise<void> {
    const containers = await stack.processes();
    while (!isOver) {
      const below = containers.flatMap(processesBelow).map(({ pid }) => pid);
      for (const peer of peersOf([...airflow.processes, ...containers, ...below])) peers.add(peer);
      await pause(2000);
    }
  }

  /** A run of the notebook beside the services, and what its last cell shows. */
  async function runNotebook(day: string): Promise<void> {
    const shown = succeeded(await stack.pipenb("run", "orders.pipenb", day, "--network", stack.project));
    const lines = [...shown.matchAll(/^([A-Z]{2}) +(\d+) +(\d+)\.(\d\d)$/gm)];
    assert.equal(lines.length, 4, shown);
    frames.set(
      day,
      lines.map(([, country = "", orders, whole, part]) => ({
        country,
        orders: Number(orders),
        cents: Number(`${whole}${part}`),
      })),
    );
  }

  const report = (day: string): Promise<string> =>
    readFile(join(stack.folder, `data/output/orders/report-${day}.csv`), "utf8");

  it("comes up by one compose file, with Compose of both generations", async () => {
    succeeded(await stack.olderCompose("up", "--detach", "shop", "store", "db"));
    succeeded(await stack.olderCompose("down", "--volumes", "--timeout", "0"));
    const [up] = await Promise.all([stack.compose("up", "--detach", "--wait"), airflow.start()]);
    succeeded(up);
    const looking = look();
    ends.push(() => {
      isOver = true;
      return looking;
    });
  });

  it("has a day that the notebook was run for", async () => {
    await runNotebook(byNotebook[0]);
    assert.equal(await stack.sql("SELECT DISTINCT day FROM orders"), `${byNotebook[0]}\n`);
  });

  it("is filled with a month by the DAG, and that day is the same", async () => {
    const before = await report(byNotebook[0]);
    const rowsBefore = await stack.sql(allRows);
    succeeded(await deploy("--network", stack.project));
    ends.push(async () => {
      succeeded(await deploy("--remove"));
      await removeTag(engine, backfillTag(join(stack.folder, "orders.pipenb")));
    });
    // Nothing is due beyond the month.
    const end = "end_date=datetime(2024, 4, 1, 12, tzinfo=ZoneInfo(ZONE))";
    const written = await readFile(join(staged(), "orders.py"), "utf8");
    const changed = written.replace("catchup=False,", `catchup=False,\n    ${end},`);
    await writeFile(join(airflow.dags, "orders.py"), changed);
    while ((await airflow.ask("GET", "/dags/orders")).status !== 200) await pause(500);
    const runs = await airflow.backfill("orders", ["2024-03-01", "2024-03-31"], days.length);
    assert.deepEqual(runs.map(({ partition_key: key, state }) => `${key} ${state}`).sort(), [
      ...days.map((day) => `${day} success`),
    ]);
    assert.equal(await report(byNotebook[0]), before);
    rows = await stack.sql(allRows);
    assert.ok(rows.startsWith(rowsBefore));
    assert.deepEqual(
      (await stack.sql("SELECT DISTINCT day FROM orders ORDER BY 1")).trim().split("\n"),
      days,
    );
    // What was collected lies in the store as it came.
    const raw = await stack.compose("exec", "-T", "store", "ls", "/data/orders/raw");
    assert.deepEqual(
      succeeded(raw).trim().split("\n").sort(),
      days.map((day) => `${day}.json`),
    );
  });

  it("has the same rows after second runs, of the DAG and of the notebook", async () => {
    for (const day of byNotebook.slice(1)) await runNotebook(day);
    const ids = await Promise.all(
      [days[1], days[2]].map((day) => airflow.trigger("orders", { conf: { day } })),
    );
    const again = await airflow.ended("orders", ({ dag_run_id: id }) => ids.includes(id), ids.length);
    assert.deepEqual([...new Set(again.map(({ state }) => state))], ["success"]);
    assert.equal(await stack.sql(allRows), rows);
    const loads = await stack.sql("SELECT loads, count(*) FROM pipenb_loads GROUP BY 1 ORDER BY 1");
    assert.equal(loads, "1,26\n2,5\n");
  });

  it("shows on the dashboard what the notebook's frames and the runs' reports have", async () => {
    const charts = await stack.dashboard.chartData("orders");
    assert.deepEqual([...charts.keys()].sort(), ["Orders", "Revenue", "Revenue by day", "Revenue by item"]);
    const byDay = (charts.get("Revenue by day") ?? []).map(({ day, country, revenue }) => ({
      day: new Date(Number(day)).toISOString().slice(0, 10),
      country,
      cents: Math.round(Number(revenue) * 100),
    }));
    const of = (day: string) =>
      byDay.filter((row) => row.day === day).sort((a, b) => (String(a.country) < String(b.country) ? -1 : 1));
    for (const [day, frame] of frames)
      assert.deepEqual(
        of(day),
        frame.map(({ country, cents }) => ({ day, country, cents })),
      );
    let [orders, cents] = [0, 0];
    for (const day of days) {
      const lines = (await report(day)).trim().split("\n").slice(1);
      const meant = lines.map((line) => {
        const [country = "", count, revenue] = line.split(",");
        orders += Number(count);
        return { day, country, cents: Math.round(Number(revenue) * 100) };
      });
      cents += meant.reduce((sum, row) => sum + row.cents, 0);
      assert.deepEqual(of(day), meant);
    }
    assert.equal(byDay.length, days.length * 4);
    assert.deepEqual(charts.get("Orders"), [{ orders }]);
    const totals = [charts.get("Revenue"), charts.get("Revenue by item")].map((each = []) =>
      each.reduce((sum, { revenue }) => sum + Math.round(Number(revenue) * 100), 0),
    );
    assert.deepEqual(totals, [cents, cents]);
  });

  it("draws it in the browser, which loads nothing from elsewhere", async () => {
    const screenshots = join(root, ".cache/screenshots");
    await mkdir(screenshots, { recursive: true });
    const picture = join(screenshots, "superset.png");
    const { text, errors, elsewhere } = await stack.dashboard.look("orders", editor, picture);
    assert.match(text, /Revenue[^]*12,338[^]*Revenue by item[^]*Revenue by day/);
    assert.deepEqual([errors, elsewhere], [[], []]);
  });

  it("talks to nobody but itself", () => {
    assert.ok(peers.has("127.0.0.1"), [...peers].join(" "));
    assert.deepEqual(
      [...peers].filter((peer) => !isHere(peer)),
      [],
    );
    assert.deepEqual(proxy.asked, []);
  });
});
