/**
 * A notebook that shows a small and a large dataframe, and notes when each of its cells ended. They work for half a second
 * first, as cells do that make dataframes: the editor needs some tens of milliseconds to show that a cell has begun, for which
 * only the reader of a cell that ends at once waits; that one is there too.
 */

export const screenNotebook = `/* ---
pipenb: 1
title: Frames on the screen
image:
  npm:
    nodejs-polars: ^0.26.1
    "@duckdb/node-api": 1.5.6-r.1
--- */

// %% name=make
import { DuckDBInstance } from "@duckdb/node-api";
import pl from "nodejs-polars";
const connection = await (await DuckDBInstance.create()).connect();
const make = (rows: number) => connection.run(\`copy (select i as id, i % 7 as small, i / 3.0 as third, 'name ' || i as name, i % 2 = 0 as even, date '2020-01-01' + (i % 900)::int as day from range(\${rows}) t(i)) to '\${rows}.parquet'\`);
await make(1000);
await make(10_000_000);
const [small, large] = [pl.readParquet("1000.parquet"), pl.readParquet("10000000.parquet")];
const ended: number[] = [];
const worked = () => new Promise<number>((resolve) => setTimeout(() => resolve(Date.now()), 500));
"made";

// %% name=small
ended.push(await worked());
small;

// %% name=large
ended.push(await worked());
large;

// %% name=quick
ended.push(Date.now());
small; // at once

// %% name=yardstick
ended.push(await worked());
void display.html(\`<b data-yardstick>seen</b><!--\${"x".repeat(48_000)}-->\`);

// %% name=times
\`ended \${ended.join(" ")} all\`;
`;
