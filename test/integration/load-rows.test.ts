/** `loadRows` on a real PostgreSQL, by each client that it takes. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import postgres from "postgres";
import { hearRecords } from "../../notebook/program/run-record.ts";
import type { RunRecord } from "../../notebook/program/run-record.ts";
import { failureExitCode } from "../../notebook/failure-exit-code.ts";
import { loadRows } from "../../pipeline/library/load/load-rows.ts";
import type { LoadOptions } from "../../pipeline/library/load/load-rows.ts";
import type { PostgresClient } from "../../pipeline/library/load/postgres-client.ts";
import { runNode, runPipenb, root } from "../support/command-line.ts";
import { startPostgres } from "../support/postgres.ts";
import type { PostgresServer } from "../support/postgres.ts";

interface Order {
  readonly id: number;
  readonly country: string;
  readonly total: number | string;
}

const create = `CREATE TABLE orders (day date NOT NULL, id bigint NOT NULL, country text NOT NULL, total numeric(10, 2) NOT NULL,
  PRIMARY KEY (day, id)); CREATE INDEX ON orders (country)`;

function* orders(count: number, bad?: number): Generator<Order> {
  for (let id = 1; id <= count; id += 1)
    yield { id, country: id % 3 === 0 ? "CZ" : "DE", total: id === bad ? "no number" : id / 4 };
}

/** Nobody hears of them any more. */
function forgetRecords(): void {
  Reflect.deleteProperty(globalThis, Symbol.for("pipenb.record"));
}

describe("loading rows into PostgreSQL", function () {
  this.timeout(300_000);
  let server: PostgresServer | undefined;
  let admin: pg.Client;
  let databases = 0;

  before(async function () {
    server = await startPostgres(this);
  });

  after(() => server?.stop());

  /** Where an empty database is. */
  let place: { host: string; user: string; database: string };

  beforeEach(async () => {
    assert.ok(server !== undefined);
    databases += 1;
    place = { host: server.host, user: server.user, database: `test${databases}` };
    const first = new pg.Client({ ...place, database: server.database });
    await first.connect();
    await first.query(`CREATE DATABASE ${place.database}`);
    await first.end();
    admin = new pg.Client(place);
    await admin.connect();
  });

  afterEach(() => admin.end());

  const all = async (query: string): Promise<readonly unknown[][]> =>
    (await admin.query<unknown[]>({ text: query, rowMode: "array" })).rows;
  const fingerprint = async (): Promise<unknown> =>
    (await all("SELECT md5(string_agg(o::text, '|' ORDER BY day, id)) FROM orders o"))[0]?.[0];
  const count = async (): Promise<number> => Number((await all("SELECT count(*) FROM orders"))[0]?.[0]);
  const ledger = (): Promise<readonly unknown[][]> =>
    all("SELECT table_name, key::text, rows::int, loads, length(sha256) FROM pipenb_loads ORDER BY key");
  /** Sessions of this database that wait for a lock. */
  const waiting = async (wanted: number): Promise<void> => {
    for (;;) {
      const [row] = await all(
        "SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
      );
      if (row?.[0] === wanted) return;
      await sleep(20);
    }
  };

  const pgClient = async <Result>(act: (client: pg.Client) => Promise<Result>): Promise<Result> => {
    const client = new pg.Client(place);
    await client.connect();
    try {
      return await act(client);
    } finally {
      await client.end();
    }
  };
  const ways: Readonly<Record<string, <R>(act: (client: PostgresClient) => Promise<R>) => Promise<R>>> = {
    "a Client of pg": pgClient,
    "a Pool of pg": async (act) => {
      const pool = new pg.Pool(place);
      try {
        return await act(pool);
      } finally {
        await pool.end();
      }
    },
    // Names of columns that come back are changed, as some set it.
    "postgres.js": async (act) => {
      const sql = postgres({ ...place, transform: postgres.toPascal, onnotice: () => undefined });
      try {
        return await act(sql);
      } finally {
        await sql.end({ timeout: 5 }); // without, it waits for ever where a connection was lost
      }
    },
  };
  const loadDay = (
    client: PostgresClient,
    day: string,
    rows: LoadOptions<Order>["rows"],
    more: Partial<LoadOptions<Order>> = {},
  ) => loadRows(client, { table: "orders", key: { day }, rows, create, ...more });

  for (const [way, using] of Object.entries(ways)) {
    it(`has the same rows after each load of a day, by ${way}`, async () => {
      await using(async (client) => {
        const first = await loadDay(client, "2024-03-01", orders(500));
        const { sha256, ...rest } = first;
        assert.deepEqual(rest, { table: "public.orders", key: { day: "2024-03-01" }, rows: 500 });
        assert.match(sha256, /^[0-9a-f]{64}$/);
        const print = await fingerprint();
        assert.deepEqual(await loadDay(client, "2024-03-01", orders(500)), first);
        assert.equal(await fingerprint(), print);
        await loadDay(client, "2024-03-02", orders(20));
        assert.equal(await count(), 520);
        const fewer = await loadDay(client, "2024-03-01", orders(499));
        assert.notEqual(fewer.sha256, sha256);
        assert.equal(await count(), 519);
        await loadDay(client, "2024-03-02", []);
        assert.equal(await count(), 499);
      });
      assert.deepEqual(await ledger(), [
        ["orders", '{"day": "2024-03-01"}', 499, 3, 64],
        ["orders", '{"day": "2024-03-02"}', 0, 2, 64],
      ]);
    });

    it(`tells whoever asks what it has loaded into which database, by ${way}`, async () => {
      const records: RunRecord[] = [];
      hearRecords(tmpdir(), (record) => records.push(record));
      try {
        await using((client) => loadDay(client, "2024-03-01", orders(5)));
      } finally {
        forgetRecords();
      }
      const [{ path, rows, database } = { path: "" }, ...more] = records;
      assert.deepEqual(more, []);
      assert.deepEqual([path, rows], ["table:public.orders?day=2024-03-01", 5]);
      assert.equal(database, `postgres://localhost:5432/${place.database}`);
    });

    it(`names the row and the column that the server refuses, and changes nothing, by ${way}`, async () => {
      await using(async (client) => {
        await loadDay(client, "2024-03-01", orders(500));
        const print = await fingerprint();
        const before = await ledger();
        await assert.rejects(loadDay(client, "2024-03-01", orders(200_000, 150_000)), {
          message:
            'Row 150,000, of public.orders, column "total": invalid input syntax for type numeric: "no number".',
          row: 150_000,
          column: "total",
        });
        const twice = [...orders(12_000), { id: 7, country: "CZ", total: 1 }];
        await assert.rejects(loadDay(client, "2024-03-01", twice), {
          message:
            'Row 12,001, of public.orders: duplicate key value violates unique constraint "orders_pkey". Key (day, id)=(2024-03-01, 7) already exists.',
        });
        assert.equal(await fingerprint(), print);
        assert.deepEqual(await ledger(), before);
        // The client is as it was.
        await loadDay(client, "2024-03-01", orders(3));
        assert.equal(await count(), 3);
      });
    });
  }

  it("leaves neither table nor ledger where the first load fails", async () => {
    await pgClient((client) => assert.rejects(loadDay(client, "2024-03-01", orders(9, 9)), /^Error: Row 9,/));
    assert.deepEqual(await all("SELECT to_regclass('orders'), to_regclass('pipenb_loads')"), [[null, null]]);
  });

  it("changes nothing where the rows end in an error, or the cell is interrupted", async () => {
    await pgClient(async (client) => {
      await loadDay(client, "2024-03-01", orders(10));
      const print = await fingerprint();
      const rows = async function* (): AsyncGenerator<Order> {
        yield* orders(25_000);
        await sleep(1);
        throw new Error("the source is gone");
      };
      await assert.rejects(loadDay(client, "2024-03-01", rows()), /the source is gone/);
      let asked = 0;
      const check = (): void => {
        asked += 1;
        if (asked === 2) throw new Error("interrupted");
      };
      Reflect.set(globalThis, "__pipenb", { check });
      try {
        await assert.rejects(loadDay(client, "2024-03-01", orders(40_000)), /interrupted/);
      } finally {
        Reflect.deleteProperty(globalThis, "__pipenb");
      }
      assert.equal(await fingerprint(), print);
    });
  });

  it("changes nothing where the process is killed in the middle", async () => {
    await pgClient((client) => loadDay(client, "2024-03-01", orders(10)));
    const print = await fingerprint();
    const folder = await mkdtemp(join(tmpdir(), "pipenb-load-"));
    try {
      const program = join(folder, "killed.ts");
      await writeFile(
        program,
        `import pg from ${JSON.stringify(import.meta.resolve("pg"))};
import { loadRows } from ${JSON.stringify(join(root, "pipeline/library/load/load-rows.ts"))};
const client = new pg.Client(${JSON.stringify(place)});
await client.connect();
async function* rows() {
  for (let id = 1; id <= 25_000; id += 1) yield { id, country: "CZ", total: 1 };
  console.log("two pieces are in");
  await new Promise((resolve) => setTimeout(resolve, 3_600_000));
}
await loadRows(client, { table: "orders", key: { day: "2024-03-01" }, rows: rows() });
`,
      );
      const child = spawn(process.execPath, [program], { stdio: ["ignore", "pipe", "inherit"] });
      await once(child.stdout, "data");
      const inTheMiddle = "SELECT count(*)::int FROM pg_stat_activity WHERE state = 'idle in transaction'";
      assert.deepEqual(await all(inTheMiddle), [[1]]);
      child.kill("SIGKILL");
      await once(child, "exit");
      while ((await all(inTheMiddle))[0]?.[0] !== 0) await sleep(20);
      assert.equal(await fingerprint(), print);
      assert.equal((await pgClient((client) => loadDay(client, "2024-03-01", orders(10)))).rows, 10);
      assert.equal(await fingerprint(), print);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it("asks for another try where the server went away", async () => {
    for (const using of Object.values(ways)) {
      const error: unknown = await using(async (client) => {
        const rows = async function* (): AsyncGenerator<Order> {
          yield* orders(20_000);
          await all(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
          );
          yield* orders(20_000);
        };
        return loadDay(client, "2024-03-01", rows()).catch((one: unknown) => one);
      }).catch((one: unknown) => one);
      assert.equal(failureExitCode(error), 75, String(error));
    }
    assert.deepEqual(await all("SELECT to_regclass('orders')"), [[null]]);
  });

  it("lets one of two loads of a day wait for the other, however the day is written, and other days pass", async () => {
    await pgClient((client) => loadDay(client, "2024-03-01", orders(10)));
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const slow = async function* (): AsyncGenerator<Order> {
      yield* orders(15_000);
      await promise;
      yield* [...orders(15_010)].slice(15_000);
    };
    const first = pgClient((client) => loadDay(client, "2024-03-01", slow()));
    // Snapshots of a whole transaction would not show the second what the first has done.
    const second = pgClient(async (client) => {
      await client.query("SET default_transaction_isolation = 'repeatable read'");
      return loadDay(client, "20240301", orders(15_010));
    });
    await waiting(1);
    assert.equal((await pgClient((client) => loadDay(client, "2024-03-02", orders(5)))).rows, 5);
    resolve(undefined);
    assert.deepEqual(await second, await first);
    assert.equal(await count(), 15_015);
    assert.deepEqual(await ledger(), [
      ["orders", '{"day": "2024-03-01"}', 15_010, 3, 64],
      ["orders", '{"day": "2024-03-02"}', 5, 1, 64],
    ]);
  });

  it("makes table and ledger once where eight loads begin at once, of one day and of several", async () => {
    const days = [1, 1, 1, 1, 2, 3, 4, 5].map((day) => `2024-03-0${day}`);
    const loaded = await Promise.all(
      days.map((day) => pgClient((client) => loadDay(client, day, orders(300)))),
    );
    assert.equal(new Set(loaded.map(({ sha256 }) => sha256)).size, 5);
    assert.equal(await count(), 5 * 300);
    assert.deepEqual(
      (await ledger()).map(([, , rows, loads]) => [rows, loads]),
      [
        [300, 4],
        [300, 1],
        [300, 1],
        [300, 1],
        [300, 1],
      ],
    );
  });

  it("takes names and values for what they are, whatever stands in them", async () => {
    const schema = `s"; DROP TABLE orders; --`;
    const table = `T'"$1 ö.x`;
    const odd = `a "b", c) VALUES (1); --`;
    const quoted = (name: string): string => pg.escapeIdentifier(name);
    await admin.query(`CREATE SCHEMA ${quoted(schema)}`);
    await admin.query(
      `CREATE TABLE ${quoted(schema)}.${quoted(table)} (${quoted("Key's")} text, ${quoted(odd)} text, number int, c0 text, "order" text)`,
    );
    const texts = [`'; DROP TABLE x; --`, `\\ "q" \n\t $1 %s {}`, "𝒳 é", "\\x00", "", "\u2028"];
    const key = { "Key's": `O'Hara\\"` };
    const load = async (client: PostgresClient) =>
      loadRows(client, {
        schema,
        table,
        key,
        rows: texts.map((text, number) => ({ [odd]: text, number, c0: "c1", order: null })),
      });
    for (const using of Object.values(ways)) {
      const { rows, key: written } = await using(load);
      assert.deepEqual([rows, written], [texts.length, key]);
      assert.deepEqual(
        await all(`SELECT * FROM ${quoted(schema)}.${quoted(table)} ORDER BY number`),
        texts.map((text, number) => [key["Key's"], text, number, "c1", null]),
      );
    }
    await pgClient(async (client) => {
      const one = (values: object) => loadRows(client, { schema, table, key, rows: [values] });
      await assert.rejects(one({ [odd]: "a\0b" }), (error: Error) => {
        assert.match(error.message, /^Row 1, of .* column "a ""b"", c\) VALUES \(1\); --": /);
        return true;
      });
      await assert.rejects(one({ [`x" int); --`]: 1 }), /has no column "x"" int\); --"/);
    });
  });

  it("gives the server every kind of value as it is, and never a null for what JSON has no word for", async () => {
    await admin.query(`CREATE TYPE mood AS ENUM ('good', 'bad');
CREATE TABLE kinds (k int, id int, big bigint, exact numeric, ratio float8, at timestamptz, bytes bytea, tags text[], json jsonb, is_new boolean,
  mood mood, code varchar(3), made int DEFAULT 7, none int)`);
    const rows = [
      {
        id: 1,
        big: 9_007_199_254_740_993n,
        exact: "1.10",
        ratio: Number.NaN,
        at: new Date("2024-03-01T10:00:00.5Z"),
        bytes: new Uint8Array([0, 255]),
        tags: ['a"b', "c,d"],
        json: { deep: [1, null, "x"] },
        is_new: true,
        mood: "good",
        code: "abc",
        none: undefined,
      },
      { id: 2, ratio: -Infinity, none: 0 },
    ];
    const load = (client: PostgresClient, more: readonly object[] = []) =>
      loadRows(client, { table: "kinds", key: { k: 1 }, rows: [...rows, ...more] });
    for (const using of Object.values(ways)) {
      await using((client) => load(client));
      const text =
        "id, big::text, exact::text, ratio::text, at::text, bytes::text, tags::text, json::text, is_new, mood, code, made, none";
      assert.deepEqual(
        await all(`SET timezone = 'UTC'; SELECT 1`).then(() => all(`SELECT ${text} FROM kinds ORDER BY id`)),
        [
          [
            1,
            "9007199254740993",
            "1.10",
            "NaN",
            "2024-03-01 10:00:00.5+00",
            "\\x00ff",
            '{"a\\"b","c,d"}',
            '{"deep": [1, null, "x"]}',
            true,
            "good",
            "abc",
            7,
            null,
          ],
          [2, null, null, "-Infinity", null, null, null, null, null, null, null, 7, 0],
        ],
      );
    }
    await pgClient(async (client) => {
      const refused = async (row: object, message: RegExp) => assert.rejects(load(client, [row]), message);
      await refused({ id: Number.NaN }, /Row 3, of public\.kinds, column "id": .*"NaN"/);
      await refused({ at: new Date("x") }, /column "at": .*"Invalid Date"/);
      await refused({ code: "abcd" }, /column "code": value too long/);
      await refused({ id: 3_000_000_000 }, /column "id": .*out of range/);
      await refused(
        { json: { f: () => 1, toJSON: () => undefined } },
        /column "json": a value that JSON cannot hold/,
      );
      await refused({ unknown: 1 }, /Row 3 has "unknown", which the first row has not/);
      await assert.rejects(
        loadRows(client, { table: "kinds", key: { k: 1 }, rows: ["x" as never] }),
        /Row 1 is no object/,
      );
    });
  });

  it("takes of the rows the columns that it is asked for, and refuses rows of another key", async () => {
    await pgClient(async (client) => {
      const rows = [...orders(3)].map((row) => ({ ...row, day: "2024-03-01", note: "more" }));
      const { rows: loaded } = await loadRows(client, {
        table: "orders",
        key: { day: "2024-03-01" },
        rows,
        columns: ["id", "country", "total"],
        create,
      });
      assert.equal(loaded, 3);
      const load = (day: unknown) =>
        loadRows(client, {
          table: "orders",
          key: { day: "2024-03-01", country: "DE" },
          rows: [...orders(2)].map((row) => ({
            ...row,
            id: row.id + 10,
            day: row.id === 2 ? day : undefined,
          })),
        });
      assert.equal((await load(new Date("2024-03-01"))).rows, 2);
      for (const day of ["2024-03-02", null])
        await assert.rejects(load(day), {
          message:
            'Row 2, of public.orders: it is not of the key "day" = "2024-03-01", "country" = "DE", and no later load of that key would replace it. Leave such rows out, or load them by their own key.',
          row: 2,
        });
    });
  });

  it("says what to do where table, column, key, rights or client are not as they have to be", async () => {
    await pgClient(async (client) => {
      const rows = [...orders(1)];
      const load = (options: Partial<LoadOptions<Order>>) =>
        loadRows(client, { table: "orders", key: { day: "2024-03-01" }, rows, ...options });
      await assert.rejects(load({}), /There is no table "orders"\. Make it first, or give the SQL/);
      await assert.rejects(
        load({ table: "Orders", create: create.replaceAll("orders", "Orders") }),
        /without quotes/,
      );
      await assert.rejects(load({ create: "CREATE TABEL" }), /syntax error at or near "TABEL"/);
      await assert.rejects(load({ key: {} }), /The key names no column/);
      await load({ create });
      await assert.rejects(
        load({ key: { date: "2024-03-01" } }),
        /no column "date", only "day", "id", "country", "total"/,
      );
      await assert.rejects(
        load({ key: { day: "2024-02-30" } }),
        /date\/time field value out of range: "2024-02-30"/,
      );
      await client.query("BEGIN");
      await assert.rejects(load({}), /The client has a transaction begun/);
      await client.query("BEGIN; SELECT 1");
      await assert.rejects(load({}), /The client has a transaction begun/);
      await client.query("CREATE ROLE loader; CREATE SCHEMA shop; CREATE TABLE shop.orders (LIKE orders)");
      await client.query(
        "GRANT USAGE ON SCHEMA shop TO loader; GRANT ALL ON shop.orders TO loader; SET ROLE loader",
      );
      await assert.rejects(
        load({ schema: "shop" }),
        /ledger "shop"\."pipenb_loads" could not be made: permission denied for schema shop\. Let somebody who may make it run:\nCREATE TABLE/,
      );
      await assert.rejects(
        loadRows({} as never, { table: "orders", key: { day: 1 }, rows }),
        /neither one of the package pg/,
      );
    });
  });

  it("begins its errors at the cell that called, in the kernel and as exported pipeline", async () => {
    const folder = await mkdtemp(join(root, "test/integration/.load-"));
    try {
      await writeFile(
        join(folder, "n.pipenb"),
        `/* ---
pipenb: 1
image:
  npm: { pg: 8.23.1 }
--- */

// %% name=load
import { loadRows } from "pipenb";
import pg from "pg";
const client = new pg.Client(${JSON.stringify(place)});
await client.connect();
const { key, rows } = await loadRows(client, { table: "orders", key: { day: "2024-03-01" }, rows: [{ id: 1, country: "CZ", total: 2 }], create: ${JSON.stringify(create)} });
console.log(JSON.stringify({ key, rows }));
try {
  await loadRows(client, { table: "orders", key: { day: "2024-03-01" }, rows: [{ id: 1, country: null, total: 2 }] });
} finally {
  await client.end();
}
`,
      );
      const check = await runPipenb(["check", "n.pipenb"], { cwd: folder });
      assert.equal(check.code, 0, check.stdout + check.stderr);
      const run = await runPipenb(["run", "n.pipenb", "--runtime", "local"], { cwd: folder });
      const written = await runPipenb(["export", "n.pipenb", "--out", "exported"], { cwd: folder });
      assert.equal(written.code, 0, written.stderr);
      const exported = await runNode(["runner.mjs", "pipeline.ts"], { cwd: join(folder, "exported") });
      for (const { code, stdout, stderr } of [run, exported]) {
        assert.equal(code, 1, stderr);
        assert.equal(stdout, '{"key":{"day":"2024-03-01"},"rows":1}\n');
        assert.match(stderr, /Row 1, of public\.orders, column "country": null value in column/);
        assert.match(stderr, /(?:n\.pipenb|pipeline\.ts):15/);
        assert.doesNotMatch(stderr, /pipenb\.mjs|Failing row/);
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
