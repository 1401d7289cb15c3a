import assert from "node:assert/strict";
import * as aq from "arquero";
import * as arrow from "apache-arrow";
import { DataFrame } from "danfojs-node";
import { openColumns } from "../../../../dataframes/engines/columns/open-columns.ts";
import { wholeFrame } from "../../../../dataframes/protocol/view.ts";
import type { View } from "../../../../dataframes/protocol/view.ts";
import { describeEngineContract } from "../../dataframe-engine.ts";
import type { OpenedFrame } from "../../dataframe-engine/under-test.ts";
import type { ContractColumn, ContractValue } from "../../../support/frame-engine/contract-column.ts";
import { readStream } from "../../../support/frame-engine/read-back.ts";

/** Evaluates as a cell does, with what its notebook imports. */
function opened(value: object, imported: Record<string, unknown> = {}): OpenedFrame {
  return {
    engine: openColumns(value),
    run: (code) => {
      // eslint-disable-next-line @typescript-eslint/no-implied-eval -- this is what the code is for
      const run = new Function("orders", ...Object.keys(imported), `return ${code}`) as (
        ...given: unknown[]
      ) => object;
      return Promise.resolve(openColumns(run(value, ...Object.values(imported))));
    },
  };
}

function objects(columns: readonly ContractColumn[]): Record<string, unknown>[] {
  return Array.from(columns[0]?.values ?? [], (_, row) =>
    Object.fromEntries(
      columns.map(({ name, type, values }) => [name, javaScript(type, values[row] ?? null)]),
    ),
  );
}

function javaScript(type: ContractColumn["type"], value: ContractValue): unknown {
  return type === "instant" && value !== null ? new Date(Number(value)) : value;
}

const inJavaScript = ["decimal", "date", "timestamp", "zoned"] as const;

describeEngineContract("arrays of objects", {
  make: (columns) => opened(objects(columns)),
  lacks: [...inJavaScript, "no-rows", "no-columns", "duplicate-names"],
});

describeEngineContract("tables of arquero", {
  make: (columns) =>
    opened(
      aq.table(
        columns.map(({ name, type, values }): [string, unknown[]] => [
          name,
          values.map((value) => javaScript(type, value)),
        ]),
      ),
      { aq },
    ),
  lacks: [...inJavaScript, "no-rows", "duplicate-names"],
});

describeEngineContract("frames of danfojs-node", {
  make: (columns) => opened(danfoFrame(columns)),
  lacks: [...inJavaScript, "duplicate-names"],
});

describeEngineContract("tables of apache-arrow", {
  make: (columns) => opened(arrowTable(columns)),
  lacks: [],
});

describe("copied code of arrays", () => {
  const orders = [
    { city: "Praha", note: "wet", day: new Date("2022-02-05T00:00:00Z"), "in mm": 3 },
    { city: "Brno", note: null, day: new Date("2022-02-06T00:00:00Z"), "in mm": 1 },
  ];
  const codeOf = (view: Partial<View>, columns = [0, 1, 2, 3]): string =>
    openColumns(orders).code({ ...wholeFrame, ...view }, columns, "orders");

  it("is what a person would write", () => {
    const is = { kind: "among", column: 0, values: ["Praha"], not: false } as const;
    const wet = { kind: "contains", column: 1, text: "We" } as const;
    const since = { kind: "range", column: 2, from: "2022-02-05T00:00:00" } as const;
    assert.equal(
      codeOf({ filters: [is, wet, since], sort: [{ column: 0, descending: true }] }, [0, 3]),
      `orders
  .filter((row) => row.city === "Praha" && String(row.note ?? "").toLowerCase().includes("we") && row.day != null && row.day >= Date.parse("2022-02-05T00:00:00Z"))
  .toSorted((a, b) => Number(a.city == null) - Number(b.city == null) || (a.city > b.city ? -1 : a.city < b.city ? 1 : 0))
  .map((row) => ({ city: row.city, "in mm": row["in mm"] }))`,
    );
    assert.equal(codeOf({}), "orders");
  });

  it("finds the same rows where values are missing or of an unwieldy name", async () => {
    const rows: object[] = JSON.parse(
      '[{"__proto__":1,"s":"x"},{"__proto__":2,"s":null},{"s":"y"}]',
    ) as object[];
    const frame = opened(rows);
    const view = {
      ...wholeFrame,
      filters: [{ kind: "among", column: 1, values: ["x", null], not: false } as const],
    };
    const found = await frame.run?.(frame.engine.code(view, [1, 0], "orders"));
    const { signal } = new AbortController();
    const window = await found?.window({ view: wholeFrame, offset: 0, limit: 9, columns: [0, 1] }, signal);
    assert.deepEqual(window && readStream(window.stream).rows, [["x", "1"], [null, "2"]]); // prettier-ignore
  });
});

describe("copied code of danfojs-node", () => {
  it("picks rows of a frame with a column called like its own variables", async () => {
    const frame = opened(new DataFrame({ at: [7, 5, 6], row: ["x", "y", "z"] }));
    const view = { ...wholeFrame, sort: [{ column: 0, descending: true }] };
    const found = await frame.run?.(frame.engine.code(view, [1, 0], "orders"));
    const { signal } = new AbortController();
    const window = await found?.window({ view: wholeFrame, offset: 0, limit: 9, columns: [0, 1] }, signal);
    assert.deepEqual(window && readStream(window.stream).rows, [["x", "7"], ["z", "6"], ["y", "5"]]); // prettier-ignore
  });
});

/** Its constructor takes columns only where there are rows. */
function danfoFrame(columns: readonly ContractColumn[]): DataFrame {
  if ((columns[0]?.values ?? []).length === 0)
    return new DataFrame([], columns.length === 0 ? {} : { columns: columns.map(({ name }) => name) });
  const values = columns.map(({ name, type, values }): [string, unknown[]] => [
    name,
    values.map((value) => javaScript(type, value)),
  ]);
  return new DataFrame(Object.fromEntries(values));
}

/* eslint-disable @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-class-instance-assignment -- apache-arrow types its data so */
function arrowTable(columns: readonly ContractColumn[]): arrow.Table {
  const fields = columns.map(({ name, type }) => new arrow.Field(name, arrowType(type), true));
  const schema = new arrow.Schema(fields);
  const vectors = columns.map((column) => arrowVector(column));
  const data = arrow.makeData({
    type: new arrow.Struct(fields),
    length: columns[0]?.values.length ?? 0,
    nullCount: 0,
    children: vectors.map((vector) => vector.data[0] ?? arrow.makeData({ type: vector.type, length: 0 })),
  });
  return new arrow.Table([new arrow.RecordBatch(schema, data)]);
}

function arrowType(type: ContractColumn["type"]): arrow.DataType {
  switch (type) {
    case "int32":
      return new arrow.Int32();
    case "int64":
      return new arrow.Int64();
    case "float64":
      return new arrow.Float64();
    case "decimal":
      return new arrow.Decimal(2, 20);
    case "text":
      return new arrow.Utf8();
    case "boolean":
      return new arrow.Bool();
    case "date":
      return new arrow.DateDay();
    case "timestamp":
      return new arrow.TimestampMicrosecond();
    case "instant":
      return new arrow.TimestampMillisecond("UTC");
    case "zoned":
      return new arrow.TimestampMicrosecond("Europe/Berlin");
    case "list":
      return new arrow.List(new arrow.Field("item", new arrow.Float64(), true));
    case "struct":
      return new arrow.Struct([
        new arrow.Field("a", new arrow.Float64(), true),
        new arrow.Field("b", new arrow.Utf8(), true),
      ]);
    case "binary":
      return new arrow.Binary();
  }
}

/** The builders take points in time as milliseconds only, so theirs is made by hand. */
function arrowVector({ type, values }: ContractColumn): arrow.Vector {
  const arrowTyped = arrowType(type);
  if (values.length === 0) return new arrow.Vector([arrow.makeData({ type: arrowTyped, length: 0 })]);
  if (type === "date" || type === "timestamp" || type === "instant" || type === "zoned") {
    const bits = new Uint8Array(Math.ceil(values.length / 64) * 8);
    for (const [row, value] of values.entries())
      if (value !== null) bits[row >> 3] = (bits[row >> 3] ?? 0) | (1 << (row & 7));
    const data =
      type === "date"
        ? Int32Array.from(values, (value) => Number(value ?? 0))
        : BigInt64Array.from(values, (value) => (typeof value === "bigint" ? value : 0n));
    const nullCount = values.filter((value) => value === null).length;
    return new arrow.Vector([
      arrow.makeData({
        type: arrowTyped as arrow.DateDay,
        length: values.length,
        nullCount,
        nullBitmap: bits,
        data: data as Int32Array,
      }),
    ]);
  }
  const given = type === "decimal" ? values.map(words) : values;
  return arrow.vectorFromArray(given, arrowTyped);
}

/** A decimal of 128 bits, the lowest word first. */
function words(value: ContractValue): Uint32Array | null {
  if (typeof value !== "bigint") return null;
  const unsigned = BigInt.asUintN(128, value);
  return Uint32Array.from([0n, 32n, 64n, 96n], (shift) => Number((unsigned >> shift) & 0xffffffffn));
}
