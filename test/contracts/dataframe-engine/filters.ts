/** Rows that filters leave. */
import assert from "node:assert/strict";
import { wholeFrame } from "../../../dataframes/protocol/view.ts";
import type { Filter } from "../../../dataframes/protocol/view.ts";
import { expectedTexts } from "../../support/frame-engine/contract-column.ts";
import type { ContractValue } from "../../support/frame-engine/contract-column.ts";
import { rowsWhere, sortedRows } from "../../support/frame-engine/reference.ts";
import { instantOf, lower } from "./texts.ts";
import { isBadRequest, never } from "./under-test.ts";
import type { UnderTest } from "./under-test.ts";

export function filters({ lacks, open, types, indexOf, read, numbers, many, at, named }: UnderTest): void {
  describe("filters", () => {
    const among = (columnName: string, values: (string | null)[], not = false): Filter => ({
      kind: "among",
      column: at(columnName),
      values,
      not,
    });
    const range = (columnName: string, ends: { from?: string; to?: string }): Filter => ({
      kind: "range",
      column: at(columnName),
      ...ends,
    });
    const cases: readonly [string, Filter, string, (value: ContractValue) => boolean][] = [
      ["integers between two ends", range("few", { from: "2", to: "4" }), "few", (v) => v !== null && Number(v) >= 2 && Number(v) <= 4], // prettier-ignore
      ["integers by fractions", range("few", { from: "1.5" }), "few", (v) => v !== null && Number(v) >= 2],
      ["large integers exactly", range("big", { from: "9007199254740993", to: "9007199254741091" }), "big", (v) => typeof v === "bigint" && v >= 2n ** 53n + 1n && v <= 2n ** 53n + 99n], // prettier-ignore
      [
        "fractions from below",
        range("float", { to: "-12.5" }),
        "float",
        (v) => v !== null && Number(v) <= -12.5,
      ],
      ["fractions without ends", range("float", {}), "float", (v) => v !== null && !Number.isNaN(v)],
      ["one of some integers", among("few", ["1", "5", "99"]), "few", (v) => v === 1 || v === 5],
      ["one of some large integers", among("big", ["9007199254740993"]), "big", (v) => v === 2n ** 53n + 1n],
      [
        "one of some texts",
        among("word", ["", "😀", null]),
        "word",
        (v) => v === "" || v === "😀" || v === null,
      ],
      ["none of some texts, missing ones staying", among("word", ["apple", "😀"], true), "word", (v) => v !== "apple" && v !== "😀"], // prettier-ignore
      [
        "none of some integers nor missing",
        among("few", ["1", null], true),
        "few",
        (v) => v !== 1 && v !== null,
      ],
      ["one of no values", among("few", []), "few", () => false],
      ["booleans", among("flag", ["true"]), "flag", (v) => v === true],
      ["texts that have a text in them, in any case", { kind: "contains", column: at("word"), text: "ÉCLAIR" }, "word", (v) => v === "éclair"], // prettier-ignore
      ["numbers that have a text in them", { kind: "contains", column: at("row"), text: "987" }, "row", (v) => lower(v).includes("987")], // prettier-ignore
      [
        "texts that have % and _ in them",
        { kind: "contains", column: at("long"), text: "_" },
        "long",
        () => false,
      ],
      ["long texts", { kind: "contains", column: at("long"), text: "Cherry 1" }, "long", (v) => lower(v).includes("cherry 1")], // prettier-ignore
      ["missing values", { kind: "missing", column: at("float"), missing: true }, "float", (v) => v === null],
      ["what is not missing, NaN with it", { kind: "missing", column: at("float"), missing: false }, "float", (v) => v !== null], // prettier-ignore
    ];
    for (const [title, filter, columnName, test] of cases)
      it(title, async () => {
        const { engine } = await open(many);
        assert.deepEqual(await numbers(engine, { filters: [filter] }), rowsWhere(named(columnName), test));
      });

    it("by all filters at once, and sorts what is left", async () => {
      const { engine } = await open(many);
      const filters = [range("few", { from: "3" }), among("word", ["apple", "cherry"])];
      const sort = [{ column: at("float"), descending: true }];
      const few = new Set(rowsWhere(named("few"), (value) => value !== null && Number(value) >= 3));
      const word = new Set(rowsWhere(named("word"), (value) => value === "apple" || value === "cherry"));
      const expected = sortedRows(many, sort).filter((row) => few.has(row) && word.has(row));
      assert.deepEqual(await numbers(engine, { filters, sort }), expected);
    });

    for (const [type, ends, rows] of [
      ["decimal", { from: "0.05", to: "1" }, [2, 3]],
      ["decimal", { from: "999999999999999.98" }, [4]],
      ["date", { from: "2022-02-05" }, [0, 4]],
      ["date", { to: "1970-01-01" }, [2, 3]],
      ["timestamp", { from: "2022-02-05T10:00:00.000001" }, [0]],
      ["timestamp", { from: "1970-01-01T00:00:00", to: "1970-01-01T00:00:01.5" }, [2, 5]],
      ["instant", { from: "2022-02-05T10:00:00.001Z" }, [0]],
      ["instant", { from: "2022-02-05T11:00:00.001+01:00" }, [0]],
      ["zoned", { from: "2022-02-05T10:00:00.000001Z" }, [0, 3]],
    ] as const)
      if (!lacks.has(type))
        it(`${type} columns with ${JSON.stringify(ends)}`, async () => {
          const { engine } = await open(types);
          const column = indexOf(type);
          const filters: Filter[] = [{ kind: "range", column, ...ends }];
          const found = await read(engine, { filters }, [column]);
          assert.deepEqual(
            found.rows.flat(),
            rows.map((row) => expectedTexts[type][row]),
          );
        });

    for (const type of ["decimal", "date", "timestamp", "instant"] as const)
      if (!lacks.has(type) && !lacks.has("values"))
        it(`${type} columns by the values it tells of`, async () => {
          const { engine } = await open(types);
          const column = indexOf(type);
          const { values } = await engine.values(wholeFrame, column, "", 100, never);
          assert.deepEqual(
            new Set(values.map(({ value }) => instantOf(type, value))),
            new Set(expectedTexts[type].map((value) => instantOf(type, value))),
          );
          for (const { value, count } of values) {
            const filters: Filter[] = [{ kind: "among", column, values: [value], not: false }];
            const { rows } = await read(engine, { filters }, [column]);
            assert.deepEqual([rows.length, instantOf(type, rows[0]?.[0])], [count, instantOf(type, value)]);
          }
        });

    it("and refuses values that are none of the column", async () => {
      const { engine } = await open(many);
      await assert.rejects(read(engine, { filters: [range("few", { from: "many" })] }, [0]), isBadRequest);
      await assert.rejects(read(engine, { filters: [{ kind: "missing", column: 70, missing: true }] }, [0]), isBadRequest); // prettier-ignore
    });
  });
}
