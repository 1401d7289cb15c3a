/** A long notebook as people write them: frames of polars and questions to DuckDB, names declared again from cell to cell. */

const first = `import pl from "nodejs-polars";
import { DuckDBInstance } from "@duckdb/node-api";
import { join } from "node:path";

const folder = join("data", "input");
const instance = await DuckDBInstance.create(":memory:");
const connection = await instance.connect();`;

const kinds: readonly ((index: number) => string)[] = [
  (index) => `const orders${index} = pl.DataFrame({
  id: [1, 2, 3, ${index}],
  country: ["CZ", "DE", "US", "CZ"],
  price: [10.5, 20, 30, ${index}],
});
const path = join(folder, "orders-${index}.csv");
orders${index}.filter(pl.col("price").gt(pl.lit(${index})))`,
  (index) => `/** What each country has bought. */
const totals = orders${index - 1}
  .filter(pl.col("country").isNotNull())
  .groupBy("country")
  .agg(pl.col("price").sum().alias("total"), pl.col("id").count().alias("orders"))
  .sort({ by: "total", descending: true });
totals.head(${index})`,
  (index) => `const reader = await connection.runAndReadAll(
  "select country, sum(price) as total from read_csv('orders-${index}.csv') group by country",
);
const rows = reader.getRowObjects().map((row) => ({ ...row, index: ${index} }));
rows.length`,
  (index) => `interface Row${index} { readonly country: string; readonly total: number }
function share${index}(rows: readonly Row${index}[], country: string): number {
  const all = rows.reduce((sum, { total }) => sum + total, 0);
  return rows.filter((row) => row.country === country).reduce((sum, { total }) => sum + total, 0) / all;
}
const shares = ["CZ", "DE", "US"].map((country) => share${index}([{ country, total: ${index} }], country));`,
  (index) => `const rate = ${index % 2 === 0 ? `"${index} %"` : String(index)};
\`\${shares.length} shares, \${rate} of \${rows.length} rows in \${path}\``,
];

/** The code of so many cells; the last one has one mistake of types. */
export function dataNotebook(count: number): readonly string[] {
  const cells = Array.from({ length: count - 2 }, (_, index) => kinds[index % kinds.length]?.(index) ?? "");
  return [first, ...cells, "const wrong: number = folder;"];
}
