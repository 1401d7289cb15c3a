/** Parquet files, compressed, in row groups of some ten thousand rows. */
import type { DataType, Table } from "@uwdata/flechette";
import { Type } from "@uwdata/flechette";
import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import { plainValue } from "../../values/plain-value.ts";

type SchemaElement = ConstructorParameters<typeof ParquetWriter>[0]["schema"][number];

const rowsPerGroup = 65_536;

export class ParquetFile {
  readonly #write: (bytes: Uint8Array) => void;
  readonly #bytes = new ByteWriter();
  #writer: ParquetWriter | undefined;
  #names: readonly string[] = [];
  #columns: unknown[][] = [];

  constructor(write: (bytes: Uint8Array) => void) {
    this.#write = write;
  }

  append(table: Table): void {
    this.#writer ??= this.#begin(table);
    for (const [index, column] of table.children.entries()) {
      const values = this.#columns[index];
      for (let row = 0; row < table.numRows; row += 1) values?.push(valueOf(column.type, column.at(row)));
    }
    if ((this.#columns[0]?.length ?? 0) >= rowsPerGroup) this.#group();
  }

  finish(): void {
    this.#group();
    void this.#writer?.finish();
    this.#flush();
  }

  #begin({ schema: { fields } }: Table): ParquetWriter {
    this.#names = uniqueNames(fields.map(({ name }) => name));
    this.#columns = fields.map(() => []);
    const elements = fields.map(({ type }, index) => elementOf(this.#names[index] ?? "", type));
    const root: SchemaElement = { name: "root", num_children: fields.length };
    return new ParquetWriter({ writer: this.#bytes, schema: [root, ...elements], createdBy: "pipenb" });
  }

  #group(): void {
    const rowGroupSize = this.#columns[0]?.length ?? 0;
    if (rowGroupSize === 0) return;
    const columnData = this.#columns.map((data, index) => ({ name: this.#names[index] ?? "", data }));
    void this.#writer?.write({ columnData, rowGroupSize });
    this.#columns = this.#columns.map(() => []);
    this.#flush();
  }

  /** The writer goes on counting; only what it holds is given away. */
  #flush(): void {
    this.#write(new Uint8Array(this.#bytes.buffer, 0, this.#bytes.index));
    this.#bytes.index = 0;
  }
}

/** Readers find columns by their name. */
function uniqueNames(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let unique = name;
    for (let number = 2; taken.has(unique); number += 1) unique = `${name}_${number}`;
    taken.add(unique);
    return unique;
  });
}

const instants = ["MILLIS", "MILLIS", "MICROS", "NANOS"] as const;

function elementOf(name: string, type: DataType): SchemaElement {
  const optional = { name, repetition_type: "OPTIONAL" } as const;
  switch (type.typeId) {
    case Type.Bool:
      return { ...optional, type: "BOOLEAN" };
    case Type.Int:
      return {
        ...optional,
        type: type.bitWidth === 64 ? "INT64" : "INT32",
        converted_type: `${type.signed ? "INT" : "UINT"}_${type.bitWidth}`,
      };
    case Type.Float:
      return { ...optional, type: type.precision === 2 ? "DOUBLE" : "FLOAT" };
    case Type.Decimal: {
      const { precision, scale } = type;
      const wide = { type: "FIXED_LEN_BYTE_ARRAY", type_length: type.bitWidth / 8 } as const;
      const decimal = { converted_type: "DECIMAL", precision, scale } as const;
      return { ...optional, ...(precision <= 18 ? { type: "INT64" } : wide), ...decimal };
    }
    case Type.Date:
      return { ...optional, type: "INT32", converted_type: "DATE" };
    case Type.Timestamp:
      return {
        ...optional,
        type: "INT64",
        logical_type: {
          type: "TIMESTAMP",
          isAdjustedToUTC: type.timezone !== null,
          unit: instants[type.unit],
        },
      };
    case Type.Binary:
      return { ...optional, type: "BYTE_ARRAY" };
    default:
      return { ...optional, type: "BYTE_ARRAY", converted_type: "UTF8" };
  }
}

/** As the writer wants it: the integers themselves. */
function valueOf(type: DataType, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  switch (type.typeId) {
    case Type.Date:
      return Math.floor(Number(value) / 86_400_000);
    case Type.Timestamp:
      return type.unit === 0 && typeof value === "bigint" ? value * 1_000n : value;
    case Type.Binary:
    case Type.Utf8:
    case Type.Bool:
    case Type.Int:
    case Type.Float:
    case Type.Decimal:
      return value;
    default:
      return String(plainValue(type, value, "whole"));
  }
}
