/** Ten million orders whose every value follows from its row: what the grid must show is known without asking it. */

export const rows = 10_000_000;

const countries = ["CZ", "DE", "AT", "PL"] as const;
/** A prime above the number of rows: customers differ, and come in no order. */
const prime = 10_000_019;
const factor = 7_919;

const customerOf = (row: number): number => Number((BigInt(row) * BigInt(factor)) % BigInt(prime));

/** How the row reads in the grid, column by column. */
export function textsOf(row: number): readonly string[] {
  const cents = (row * 37) % 100_000;
  const instant = new Date(Date.UTC(2020, 0, 1) + row * 1_000).toISOString();
  return [
    String(9_007_199_254_740_993n + BigInt(row)),
    `customer ${customerOf(row)}`,
    countries[row % countries.length] ?? "",
    `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, "0")}`,
    row % 10 === 0 ? "null" : String((row % 5_000) / 8),
    new Date(Date.UTC(2000, 0, 1) + (row % 9_000) * 86_400_000).toISOString().slice(0, 10),
    `${instant.slice(0, 19).replace("T", " ")}Z`,
    String(row % 2 === 0),
  ];
}

/** The row of a customer's order. */
export function rowOf(customer: number): number {
  let [old, inverse, remainder, next] = [0n, 1n, BigInt(prime), BigInt(factor)];
  while (next !== 0n) {
    const quotient = remainder / next;
    [remainder, next] = [next, remainder - quotient * next];
    [old, inverse] = [inverse, old - quotient * inverse];
  }
  const whole = ((old % BigInt(prime)) + BigInt(prime)) % BigInt(prime);
  return Number((BigInt(customer) * whole) % BigInt(prime));
}

/** Rows by the text of their customer, the greatest first; as many as are asked for. */
export function lastByCustomer(count: number): readonly number[] {
  // Seven digits that begin with nines come after all others as texts.
  const found: number[] = [];
  for (let customer = 9_999_999; found.length < count; customer -= 1) {
    const row = rowOf(customer);
    if (row < rows) found.push(row);
  }
  return found;
}

const sql = `copy (select 9007199254740993 + i as id, 'customer ' || ((i * ${factor}) % ${prime}) as customer,
  ['CZ', 'DE', 'AT', 'PL'][i % 4 + 1] as country, (((i * 37) % 100000)::decimal(12, 2) / 100)::decimal(12, 2) as price,
  case when i % 10 = 0 then null else (i % 5000)::double / 8 end as weight, date '2000-01-01' + (i % 9000)::int as day,
  timestamptz '2020-01-01 00:00:00+00' + to_seconds(i) as seen, i % 2 = 0 as paid
  from range(${rows}) t(i)) to 'orders.parquet'`;

/** Writes the file, in the container, then opens it. */
export const notebook = `/* ---
pipenb: 1
title: Ten million orders
image:
  npm:
    nodejs-polars: ^0.26.1
    "@duckdb/node-api": 1.5.6-r.1
--- */

// %% name=write
import { DuckDBInstance } from "@duckdb/node-api";
const connection = await (await DuckDBInstance.create()).connect();
await connection.run(\`${sql}\`);

// %% name=open
import pl from "nodejs-polars";
const orders = pl.readParquet("orders.parquet");
orders;

// %% name=next
\`the next cell, \${orders.height} orders\`;
`;
