/** Reads the Arrow stream of a bundle with another library than the one that wrote it. */
import assert from "node:assert/strict";
import { tableFromIPC } from "apache-arrow";
import type { Table } from "apache-arrow";
import { toBundle } from "../../display/bundle.ts";

/** A value's frame, in its forms. */
export interface ReadFrame {
  readonly table: Table;
  readonly text: string;
  readonly html: string;
  readonly metadata: unknown;
}

/** Fails unless the value shows as a frame. */
export async function readFrame(value: unknown): Promise<ReadFrame> {
  const { data, metadata } = await toBundle(value);
  const stream = data["application/vnd.apache.arrow.stream"];
  assert.ok(typeof stream === "string", `not a frame: ${String(data["text/plain"])}`);
  return {
    table: tableFromIPC(Buffer.from(stream, "base64")),
    text: String(data["text/plain"]),
    html: String(data["text/html"]),
    metadata: metadata["pipenb"],
  };
}

/** The words of each line of a frame's text. */
export function words(text: string): readonly (readonly string[])[] {
  return text.split("\n").map((line) => line.trim().split(/ {2,}/));
}
