/** Files that others can read. */
import assert from "node:assert/strict";
import type { ExportFormat } from "../../../dataframes/protocol/request.ts";
import { wholeFrame } from "../../../dataframes/protocol/view.ts";
import type { Filter } from "../../../dataframes/protocol/view.ts";
import { expectedTexts } from "../../support/frame-engine/contract-column.ts";
import type { ContractType } from "../../support/frame-engine/contract-column.ts";
import { readArrowFile, readCsvFile, readParquetFile } from "../../support/frame-engine/read-back.ts";
import type { ReadTable } from "../../support/frame-engine/read-back.ts";
import { sortedRows } from "../../support/frame-engine/reference.ts";
import { normal, times } from "./texts.ts";
import { never, view } from "./under-test.ts";
import type { UnderTest } from "./under-test.ts";

export function writesFiles({
  lacks,
  open,
  types,
  indexOf,
  answered,
  many,
  at,
  named,
  pathOf,
  parquetReader,
}: UnderTest): void {
  describe("writes", () => {
    const inFile: readonly ContractType[] = ["int32", "int64", "float64", "decimal", "text", "boolean", "date", ...times]; // prettier-ignore
    const readBack: Record<ExportFormat, (path: string) => Promise<ReadTable>> = {
      csv: readCsvFile,
      arrow: readArrowFile,
      parquet: (path) => readParquetFile(path, parquetReader),
    };
    for (const format of ["csv", "parquet", "arrow"] as const) {
      answered(format, `the rows and columns of a view as ${format}`, async (engine) => {
        const path = pathOf(`view.${format}`);
        const filters: Filter[] = [{ kind: "range", column: at("row"), from: "100", to: "899" }];
        const asked = view({ filters, sort: [{ column: at("long"), descending: true }] });
        await engine.write(path, format, asked, [at("row"), at("word")], never);
        const { names, rows } = await readBack[format](path);
        assert.deepEqual(names, ["row", "word"]);
        const expected = sortedRows(many, asked.sort).filter((row) => row >= 100 && row < 900);
        assert.deepEqual(
          rows,
          expected.map((row) => [String(row), named("word").values[row] ?? null]),
        );
      });

      if (!lacks.has(format))
        for (const type of format === "csv" ? inFile : types.map((each) => each.type))
          if (!lacks.has(type))
            it(`${type} columns as ${format}`, async () => {
              const { engine } = await open(types);
              const path = pathOf(`${type}.${format}`);
              await engine.write(path, format, wholeFrame, [indexOf(type)], never);
              const { names, rows } = await readBack[format](path);
              assert.deepEqual(names, [types[indexOf(type)]?.name]);
              assert.deepEqual(
                rows.map(([value]) => normal(type, value)),
                expectedTexts[type].map((value) => normal(type, value)),
              );
            });

      if (!lacks.has(format))
        it(`all rows of a frame as ${format}`, async () => {
          const { engine } = await open(many);
          const path = pathOf(`all.${format}`);
          const all = many.map((_, column) => column);
          await engine.write(path, format, wholeFrame, all, never);
          const { names, rows } = await readBack[format](path);
          assert.deepEqual(
            names,
            many.map((column) => column.name),
          );
          assert.equal(rows.length, format === "arrow" ? 1_000 : 10_000);
          for (const [index, row] of rows.entries()) assert.equal(row[0], String(index));
        });
    }
  });
}
