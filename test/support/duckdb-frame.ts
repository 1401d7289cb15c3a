/** Makes results of @duckdb/node-api of the columns of the contract for engines. */
import type { DuckDBConnection } from "@duckdb/node-api";
import type { ContractColumn, ContractType, ContractValue } from "./frame-engine/contract-column.ts";

const types: Readonly<Record<ContractType, string>> = {
  int32: "integer",
  int64: "bigint",
  float64: "double",
  decimal: "decimal(20, 2)",
  text: "varchar",
  boolean: "boolean",
  date: "date",
  timestamp: "timestamp",
  instant: "timestamptz",
  zoned: "timestamptz",
  list: "integer[]",
  struct: "struct(a integer, b varchar)",
  binary: "blob",
};

/** A SELECT that gives these columns, whose names may repeat; the same columns are put into a table once. */
export function queries(): (
  connection: DuckDBConnection,
  columns: readonly ContractColumn[],
) => Promise<string> {
  const known = new WeakMap<readonly ContractColumn[], Promise<string>>();
  return (connection, columns) => {
    const query = known.get(columns) ?? queryOf(connection, columns);
    known.set(columns, query);
    return query;
  };
}

async function queryOf(connection: DuckDBConnection, columns: readonly ContractColumn[]): Promise<string> {
  const table = `t${crypto.randomUUID().replaceAll("-", "")}`;
  await connection.run(
    `create table ${table} (n integer, ${columns.map(({ type }, i) => `v${i} ${types[type]}`).join(", ")})`,
  );
  const rows = Array.from(columns[0]?.values ?? [], (_, row) => {
    const values = columns.map(({ type, values: all }) => literal(type, all[row] ?? null));
    return `(${[row, ...values].join(", ")})`;
  });
  for (let from = 0; from < rows.length; from += 1_000)
    await connection.run(`insert into ${table} values ${rows.slice(from, from + 1_000).join(", ")}`);
  const selected = columns.map(({ name }, i) => `v${i} as ${name === "" ? '""' : `"${name}"`}`);
  return `select ${selected.join(", ")} from ${table} order by n`;
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

function literal(type: ContractType, value: ContractValue): string {
  if (value === null) return "null";
  if (typeof value === "bigint") {
    if (type === "timestamp") return `make_timestamp(${value})`;
    if (type === "instant") return `make_timestamptz(${value}000)`;
    return type === "decimal" ? `'${value}e-2'::decimal(20, 2)` : String(value);
  }
  if (typeof value === "number" && type === "date") return `date '1970-01-01' + ${value}`;
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : `'${value}'::double`;
  if (typeof value === "boolean") return String(value);
  if (typeof value === "string") return quoted(value);
  if (value instanceof Uint8Array) return `from_hex('${Buffer.from(value).toString("hex")}')`;
  if ("a" in value) return `{'a': ${value.a}, 'b': ${quoted(value.b)}}`;
  return `[${value.map(String).join(", ")}]`;
}
