/** Writes a frame to a file as its rows come, each batch an Arrow stream of its own. */
import { closeSync, openSync, writeSync } from "node:fs";
import { tableFromIPC } from "@uwdata/flechette";
import type { Table } from "@uwdata/flechette";
import type { ExportFormat } from "../../protocol/request.ts";
import { plainValue, readOptions } from "../../values/plain-value.ts";
import { jsonText, wholeValue } from "../../values/json-text.ts";
import { ParquetFile } from "./write-parquet.ts";

/** One file that is written. */
export interface FileBeingWritten {
  append(stream: Uint8Array): void;
  /** What makes the file complete. */
  finish(): void;
  /** Complete or not. */
  close(): void;
}

/** Starts a new file. */
export function beginFile(path: string, format: ExportFormat): FileBeingWritten {
  const file = openSync(path, "wx");
  const write = (bytes: Uint8Array): void => {
    for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written);
  };
  const close = (): void => {
    closeSync(file);
  };
  switch (format) {
    case "arrow":
      return { ...arrowFile(write), close };
    case "csv":
      return { ...csvFile(write), close };
    case "parquet": {
      const parquet = new ParquetFile(write);
      return {
        append: (stream) => {
          parquet.append(tableFromIPC(stream, readOptions));
        },
        finish: () => {
          parquet.finish();
        },
        close,
      };
    }
  }
}

type Write = (bytes: Uint8Array) => void;

/** The end of an Arrow stream: a message of no length. */
const endOfStream = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0);

/** Streams of the same columns become one: the schema of the first, then the batches of all. */
function arrowFile(write: Write): Omit<FileBeingWritten, "close"> {
  let first = true;
  return {
    append: (stream) => {
      const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength);
      const schema = first ? 0 : 8 + view.getInt32(4, true);
      first = false;
      write(stream.subarray(schema, stream.length - endOfStream.length));
    },
    finish: () => {
      write(endOfStream);
    },
  };
}

/** RFC 4180. Nothing stands where a value is missing, and an empty text is quoted. */
function csvFile(write: Write): Omit<FileBeingWritten, "close"> {
  let first = true;
  const encoder = new TextEncoder();
  return {
    append: (stream) => {
      const table = tableFromIPC(stream, readOptions);
      const head = first ? [table.schema.fields.map(({ name }) => quoted(name)).join(",")] : [];
      first = false;
      const lines = [...head, ...csvRows(table)];
      if (lines.length > 0) write(encoder.encode(`${lines.join("\r\n")}\r\n`));
    },
    finish: () => undefined,
  };
}

function csvRows(table: Table): string[] {
  const columns = table.children.map((column) => {
    const instants = "timezone" in column.type;
    return Array.from({ length: table.numRows }, (_, row) => {
      const value = plainValue(column.type, column.at(row), "whole");
      if (value === null) return "";
      if (typeof value === "number" || typeof value === "bigint" || typeof value === "boolean")
        return String(value);
      if (typeof value !== "string") return quoted(jsonText(value, wholeValue));
      return instants ? value.replace(" ", "T") : quoted(value);
    });
  });
  return Array.from({ length: table.numRows }, (_, row) =>
    columns.map((column) => column[row] ?? "").join(","),
  );
}

function quoted(text: string): string {
  return text === "" || /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
