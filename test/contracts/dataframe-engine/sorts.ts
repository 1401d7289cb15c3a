/** Orders of rows. */
import assert from "node:assert/strict";
import { expectedTexts } from "../../support/frame-engine/contract-column.ts";
import { sortedRows } from "../../support/frame-engine/reference.ts";
import type { UnderTest } from "./under-test.ts";

export function sorts({ lacks, open, types, indexOf, read, numbers, many, at }: UnderTest): void {
  describe("sorts", () => {
    for (const type of [
      "int32",
      "int64",
      "float64",
      "decimal",
      "date",
      "timestamp",
      "instant",
      "text",
    ] as const)
      for (const descending of [false, true])
        if (!lacks.has(type))
          it(`${type} columns ${descending ? "down" : "up"}, what has no value last`, async () => {
            const { engine } = await open(types);
            const column = indexOf(type);
            const { rows } = await read(engine, { sort: [{ column, descending }] }, [column]);
            const expected = sortedRows(types, [{ column, descending }]);
            assert.deepEqual(
              rows.flat(),
              expected.map((row) => expectedTexts[type][row]),
            );
          });

    for (const keys of [
      ["few"],
      ["-few"],
      ["word", "-float"],
      ["-flag", "big", "-word"],
      ["float"],
      ["-float", "few"],
      ["-long"],
      ["-big"],
    ])
      it(`ten thousand rows by ${keys.join(", ")}, equal rows as they came`, async () => {
        const { engine } = await open(many);
        const sort = keys.map((key) => ({
          column: at(key.replace("-", "")),
          descending: key.startsWith("-"),
        }));
        assert.deepEqual(await numbers(engine, { sort }), sortedRows(many, sort));
      });
  });
}
