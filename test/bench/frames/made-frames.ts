/** The dataframe of the bench, 1,000,000 rows of 20 columns, made in a kernel for each library. */

export const rows = 1_000_000;

/** Integers, floating-point numbers, texts, days and instants, as a table of orders has them. */
const columns = [
  "i as id",
  "((i * 7919) % 1000003)::int as key",
  "(i % 100)::int as small",
  "9007199254740993 + i as big",
  ...[0, 1, 2, 3, 4, 5].map((k) => `((i * ${2 * k + 31}) % 10007) / 10007.0::double as x${k}`),
  "case when i % 13 = 0 then null else ((i * 17) % 5003) / 7.0::double end as price",
  "['CZ', 'DE', 'AT', 'PL', 'SK', 'HU', 'FR'][i % 7 + 1] as country",
  "'customer ' || ((i * 7919) % 1000003) as name",
  "case when i % 3 = 0 then null else 'note ' || (i % 1000) end as note",
  "'town ' || (i % 500) as town",
  "i % 2 = 0 as paid",
  "date '2000-01-01' + (i % 9000)::int as day",
  "timestamp '2020-01-01' + to_microseconds(i * 1000003) as seen",
  "timestamp_ms '2010-01-01' + to_microseconds(i * 60000000) as made",
  "((i * 13) % 1009)::float as ratio",
];

/** What is written into the kernel's folder, by the kernel itself. */
export const makeFile = `import { DuckDBInstance } from "@duckdb/node-api";
import pl from "nodejs-polars";
import * as arrow from "apache-arrow";
const connection = await (await DuckDBInstance.create()).connect();
await connection.run(${JSON.stringify(`copy (select ${columns.join(", ")} from range(${rows}) t(i)) to 'bench.parquet'`)});`;

/** Position of the column of numbers and of the one of texts that are sorted by. */
export const sortedBy = { number: 1, text: 12 } as const;

/** Twelve of them, of every kind. */
export const windowColumns = [0, 1, 3, 4, 5, 10, 11, 12, 13, 15, 16, 17] as const;

export const allColumns = columns.map((_, index) => index);

export interface MadeFrame {
  readonly library: string;
  /** Makes the frame anew, in a variable `frame`. */
  readonly cell: string;
}

/** One per way of looking into a frame. */
export const madeFrames: readonly MadeFrame[] = [
  { library: "nodejs-polars", cell: 'let frame = pl.readParquet("bench.parquet"); 0' },
  { library: "DuckDB", cell: `let frame = await connection.runAndReadAll("from 'bench.parquet'"); 0` },
  {
    library: "apache-arrow",
    cell: 'let frame = arrow.tableFromIPC(pl.readParquet("bench.parquet").writeIPCStream()); 0',
  },
  {
    library: "array of objects",
    cell: `let frame = Array.from({ length: ${rows} }, (_, i) => ({
  id: i, key: (i * 7919) % 1000003, small: i % 100, big: 9007199254740993n + BigInt(i),
  x0: ((i * 31) % 10007) / 10007, x1: ((i * 33) % 10007) / 10007, x2: ((i * 35) % 10007) / 10007,
  x3: ((i * 37) % 10007) / 10007, x4: ((i * 39) % 10007) / 10007, x5: ((i * 41) % 10007) / 10007,
  price: i % 13 === 0 ? null : ((i * 17) % 5003) / 7, country: ["CZ", "DE", "AT", "PL", "SK", "HU", "FR"][i % 7],
  name: "customer " + ((i * 7919) % 1000003), note: i % 3 === 0 ? null : "note " + (i % 1000), town: "town " + (i % 500),
  paid: i % 2 === 0, day: new Date(946684800000 + (i % 9000) * 86400000), seen: new Date(1577836800000 + i * 1000),
  made: new Date(1262304000000 + i * 60000), ratio: (i * 13) % 1009,
})); 0`,
  },
];
