import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { openDuckdb } from "../../../../dataframes/engines/duckdb/open-duckdb.ts";
import type { DataframeEngine } from "../../../../dataframes/engines/engine.ts";
import { wholeFrame } from "../../../../dataframes/protocol/view.ts";
import { readStream } from "../../../support/frame-engine/read-back.ts";
import { useDuckdb } from "../../../support/use-duckdb.ts";

const never = new AbortController().signal;
/** Some chunks, of which the last is not full. */
const few = 10_001;
/** More rows than one thread reads. */
const many = 130_001;

/** Of the row's number `i`: values of every kind of memory, some of them missing, and those beside them long or empty. */
const expressions = [
  "i",
  "if(i % 7 = 0, null, (i % 100)::tinyint)",
  "(i % 30000)::smallint",
  "i::integer",
  "i::ubigint * 1000000000000",
  "i::hugeint * 100000000000000000000",
  "i::uhugeint",
  "i::bignum",
  "(i / 7)::float",
  "if(i % 5 = 0, null, i / 3.0::double)",
  "(i % 99)::decimal(4, 1)",
  "i::decimal(9, 2)",
  "i::decimal(18, 3)",
  "i::decimal(38, 4)",
  "if(i % 3 = 0, null, 'short ' || i % 10)",
  "if(i % 11 = 0, '', 'a text that is longer than twelve bytes ' || i)",
  "encode('bytes of ' || i)",
  "i::bit",
  "i % 2 = 0",
  "date '2000-01-01' + (i % 9000)::integer",
  "time '00:00:00' + to_seconds(i % 86400)",
  "timestamp '2020-01-01' + to_seconds(i)",
  "(timestamp '2020-01-01' + to_seconds(i))::timestamp_s",
  "make_timestamp_ns(i * 1000000000 + i)",
  "to_seconds(i)",
  "('00000000-0000-0000-0000-' || lpad(i::varchar, 12, '0'))::uuid",
  "(['low', 'high'][i % 2 + 1])::enum('low', 'high')",
  `('e' || i % 300)::enum(${Array.from({ length: 300 }, (_, e) => `'e${e}'`).join(", ")})`,
  "if(i % 4 = 0, null, range(i % 5))",
  "[if(i % 2 = 0, null, ['inside of a list in a list ' || i]), []]",
  "array_value(i, null, i + 1)",
  "if(i % 9 = 0, null, {'a': i, 'b': if(i % 2 = 0, null, [{'c': 'in a struct, in a list ' || i}])})",
  "map {'key': i, 'another key of the map': i + 1}",
  "case when i % 2 = 0 then i::union(n bigint, t varchar) else ('a text of a union ' || i)::union(n bigint, t varchar) end",
];
const selected = expressions.map((expression, column) => `${expression} as v${column}`).join(", ");

describe("rows of DuckDB results, read where they are", () => {
  const connection = useDuckdb();
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "pipenb-duckdb-"));
  });
  after(async () => {
    await rm(folder, { recursive: true });
  });

  const query = `select ${selected} from range(${few}) t(i)`;
  for (const [title, run] of [
    ["a reader", () => connection().runAndReadAll(query)],
    ["a result", () => connection().run(query)],
    ["a reader of a stream", () => connection().streamAndReadAll(query)],
  ] as const)
    it(`are those of ${title}, of every type`, async () => {
      const engine = openDuckdb(await run());
      const [expected, found] = [join(folder, `${title}.csv`), join(folder, `${title} found.csv`)];
      await connection().run(`copy (${query} order by i) to '${expected}' (format csv, header true)`);
      const columns = engine.describe().columns.map((_, column) => column);
      await engine.write(found, "csv", wholeFrame, columns, never);
      const [lines, others] = await Promise.all(
        [found, expected].map(async (path) => (await readFile(path, "utf8")).split("\n")),
      );
      assert.equal(lines?.length, others?.length);
      for (const [row, line] of lines?.entries() ?? []) assert.equal(line, others?.[row]);
    });

  it("are found in any order", async () => {
    const result = await connection().runAndReadAll(
      `select i, hash(i) as h, 'a text of more than twelve bytes ' || i as t from range(${many}) t(i) where i % 3 > 0`,
    );
    const engine = openDuckdb(result);
    const view = { ...wholeFrame, sort: [{ column: 1, descending: true }] };
    const question = { view, offset: 70_000, limit: 50, columns: [0, 2] };
    const expected = await connection().runAndReadAll(
      `select i, 'a text of more than twelve bytes ' || i from range(${many}) t(i) where i % 3 > 0 order by hash(i) desc limit 50 offset 70000`,
    );
    const { stream } = await engine.window(question, never);
    assert.deepEqual(
      readStream(stream).rows,
      expected.getRows().map((row) => row.map(String)),
    );
  });

  it("are let go of with the result", async () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    const engines = new WeakMap<object, DataframeEngine>();
    const asked = async (): Promise<WeakRef<object>> => {
      const result = await connection().runAndReadAll("select i, i % 10 as d from range(10000) t(i)");
      const engine = openDuckdb(result);
      engines.set(result, engine);
      await engine.summarize(wholeFrame, [0, 1], never);
      return new WeakRef(result);
    };
    const result = await asked();
    for (let tries = 0; tries < 100 && result.deref() !== undefined; tries += 1) {
      await sleep(10);
      collect();
    }
    assert.equal(result.deref(), undefined);
  });
});
