/** Parquet as DuckDB writes it, in every compression and type, compared by content. */
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";
import { compareParquet } from "../../pipeline/proof/compare-parquet.ts";

const columns = [
  "i::int as i",
  "i::utinyint as small",
  "'w' || i as word",
  "(i / 7)::decimal(30, 4) as price",
  "timestamp '2022-01-01' + to_microseconds(i) as at",
  "timestamptz '2022-01-01 00:00:00Z' + to_microseconds(i) as at_utc",
  "date '2022-01-01' + i::int as day",
  "time '10:00:00' + to_microseconds(i) as clock",
  "[i, i + 1] as list",
  "{'a': i, 'b': null::int} as struct",
  "map {'k': i} as map",
  "('00000000-0000-0000-0000-' || lpad(i::varchar, 12, '0'))::uuid as uuid",
  "to_days(i::int) as span",
  "i % 2 = 0 as even",
  "i::varchar::blob as bytes",
  "i::double / 3 as number",
  "case when i % 3 = 0 then null else i end as some",
];

describe("comparing what DuckDB writes", function () {
  this.timeout(300_000);
  let folder: string;
  let duckdb: DuckDBConnection;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "pipenb-parquet-"));
    duckdb = await (await DuckDBInstance.create()).connect();
  });
  after(async () => {
    duckdb.closeSync();
    await rm(folder, { recursive: true, force: true });
  });

  async function written(list: readonly string[], options: string): Promise<Uint8Array> {
    const path = join(folder, "a.parquet");
    await duckdb.run(
      `copy (select ${list.join(", ")} from range(250) r(i)) to '${path}' (format parquet, ${options})`,
    );
    return readFile(path);
  }

  for (const codec of ["uncompressed", "snappy", "gzip", "zstd", "brotli", "lz4_raw"])
    it(`finds the same table in ${codec}, and in it the value that differs`, async () => {
      const plain = await written(columns, "compression uncompressed");
      const other = await written(columns, `compression ${codec}, row_group_size 100, parquet_version v2`);
      assert.equal(await compareParquet(plain, other), "same");
      const changed = columns.map((each) =>
        each.endsWith(" as price")
          ? "((i / 7)::decimal(30, 4) + (i = 99)::int * 0.0001)::decimal(30, 4) as price"
          : each,
      );
      assert.deepEqual(await compareParquet(plain, await written(changed, `compression ${codec}`)), {
        place: 'row 100, column "price"',
        first: "14.1429",
        second: "14.1430",
      });
    });
});
