/** The table that rows are loaded into, and the statements for it. Every name in them is quoted, every value a parameter. */

/** A column as the server knows it. */
export interface Column {
  readonly name: string;
  /** In full, such as `numeric(6,1)`: text that does not fit is refused rather than cut. */
  readonly type: string;
  /** Without length and precision, for values that are compared. */
  readonly baseType: string;
}

/** A table, with the columns that its rows are given and those that say which rows a load is about. */
export interface Target {
  readonly schema: string;
  readonly table: string;
  readonly columns: readonly Column[];
  readonly key: readonly Column[];
}

export function quoted(...names: readonly string[]): string {
  return names.map((name) => `"${name.replaceAll('"', '""')}"`).join(".");
}

/** For people: as they would write it. */
export function nameText({ schema, table }: Pick<Target, "schema" | "table">): string {
  return [schema, table].map((name) => (/^[a-z_][a-z0-9_]*$/.test(name) ? name : quoted(name))).join(".");
}

/** `$1`: the table's name, quoted. Gives JSON: id, database, schema, table, hasLedger; no row where there is no such table. */
export const findTable = `
SELECT json_build_object('id', c.oid::text, 'database', current_database(), 'schema', n.nspname, 'table', c.relname,
  'hasLedger', to_regclass(quote_ident(n.nspname) || '.pipenb_loads') IS NOT NULL)::text
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = to_regclass($1::text)`;

/** `$1`: the table's id. Gives JSON, a list of `Column`. */
export const findColumns = `
SELECT json_agg(json_build_object('name', attname, 'type', format_type(atttypid, atttypmod),
  'baseType', format_type(atttypid, -1)) ORDER BY attnum)::text
FROM pg_attribute WHERE attrelid = $1::text::oid AND attnum > 0 AND NOT attisdropped`;

/** `$1`: any text. Held until the transaction ends; nobody else gets the same meanwhile. */
export const lock = "SELECT pg_advisory_xact_lock(hashtextextended($1::text, 0))::text";

/** `$1`: any text, `$2`: a key as JSON; keys that are equal are the same lock, however they are written. */
export const lockKey = `
SELECT pg_advisory_xact_lock(hashtextextended($1::text || jsonb_hash_extended($2::text::jsonb, 0)::text, 0))::text`;

/** `$1`, `$2`, …: name and value of each column of the key. Gives JSON: `WrittenKey`. */
export function writeKey(key: readonly Column[]): string {
  const pairs = key.map(
    ({ baseType }, index) => `$${2 * index + 1}::text, $${2 * index + 2}::text::${baseType}`,
  );
  return `SELECT json_build_object('json', written.key::text, 'texts',
  (SELECT json_object_agg(key, value) FROM jsonb_each_text(written.key)))::text
FROM (SELECT jsonb_build_object(${pairs.join(", ")}) AS key) AS written`;
}

/** A key as the server writes it, which is the same for the same key: as JSON, and the text of each value by its column. */
export interface WrittenKey {
  readonly json: string;
  readonly texts: Readonly<Record<string, string>>;
}

/** `$1`, `$2`, …: the values of the key. */
export function deleteRows({ schema, table, key }: Target): string {
  return `DELETE FROM ${quoted(schema, table)} WHERE ${ofKey(
    key,
    key.map(({ name }) => quoted(name)),
    1,
  )}`;
}

/** `$1`: a JSON list of rows, `$2`, …: the values of the key; rows of another key are left out. */
export function insertRows({ schema, table, columns, key }: Target): string {
  const all = columns.map((_, index) => `c${index}`);
  const keyColumns = key.map(({ name }) => `c${columns.findIndex((column) => column.name === name)}`);
  return `INSERT INTO ${quoted(schema, table)} (${columns.map(({ name }) => quoted(name)).join(", ")})
SELECT ${all.join(", ")} FROM ${recordset(columns)} AS r (${all.join(", ")}, number)
WHERE ${ofKey(key, keyColumns, 2)}`;
}

/** The same parameters. Gives the number, from 1, of the first row of another key. */
export function findForeignRow({ key }: Target): string {
  const all = key.map((_, index) => `c${index}`);
  return `SELECT min(number)::text FROM ${recordset(key)} AS r (${all.join(", ")}, number)
WHERE (${ofKey(key, all, 2)}) IS NOT TRUE`;
}

/** `$1`: a JSON list of rows. Fails where the values of the column are none of its type. */
export function readColumn(column: Column): string {
  return `SELECT count(c0)::text FROM ${recordset([column])} AS r (c0, number)`;
}

function recordset(columns: readonly Column[]): string {
  const defined = columns.map(({ name, type }) => `${quoted(name)} ${type}`);
  return `ROWS FROM (jsonb_to_recordset($1::text::jsonb) AS (${defined.join(", ")})) WITH ORDINALITY`;
}

function ofKey(key: readonly Column[], names: readonly string[], first: number): string {
  return key
    .map(({ baseType }, index) => `${names[index] ?? ""} = $${first + index}::text::${baseType}`)
    .join(" AND ");
}

/** What people ask for what is loaded. */
export function createLedger(schema: string): string {
  return `CREATE TABLE IF NOT EXISTS ${quoted(schema, "pipenb_loads")} (
  table_name text NOT NULL,
  key jsonb NOT NULL,
  rows bigint NOT NULL,
  sha256 text NOT NULL,
  loads integer NOT NULL DEFAULT 1,
  loaded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (table_name, key)
)`;
}

/** `$1` to `$4`: the table's name, the key as JSON, the number of rows, their hash. */
export function writeLedger(schema: string): string {
  return `INSERT INTO ${quoted(schema, "pipenb_loads")} AS ledger (table_name, key, rows, sha256)
VALUES ($1::text, $2::text::jsonb, $3::text::bigint, $4::text)
ON CONFLICT (table_name, key) DO UPDATE SET rows = excluded.rows, sha256 = excluded.sha256,
  loads = ledger.loads + 1, loaded_at = clock_timestamp()`;
}
