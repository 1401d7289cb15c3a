import assert from "node:assert/strict";
import { buffer } from "node:stream/consumers";
import { extract } from "tar-stream";
import { archiveOf } from "../../../../containers/engine/archive.ts";
import type { ArchiveEntry } from "../../../../containers/engine/engine.ts";

const entries: readonly ArchiveEntry[] = [
  { path: "deep/er/z.txt", contents: "ž" },
  { path: "deep/a.bin", contents: new Uint8Array([0, 255]).subarray(1) },
  { path: "Dockerfile", contents: "FROM x", mode: 0o755 },
];

describe("an archive", () => {
  it("holds folders before files, files in order, with their bytes and modes", async () => {
    const reading = extract();
    archiveOf(entries).pipe(reading);
    const found: unknown[][] = [];
    for await (const entry of reading) {
      const { name, type, mode } = entry.header;
      found.push([name, type, mode, (await buffer(entry)).toString("hex")]);
    }
    assert.deepEqual(found, [
      ["deep", "directory", 0o755, ""],
      ["deep/er", "directory", 0o755, ""],
      ["Dockerfile", "file", 0o755, Buffer.from("FROM x").toString("hex")],
      ["deep/a.bin", "file", 0o644, "ff"],
      ["deep/er/z.txt", "file", 0o644, Buffer.from("ž").toString("hex")],
    ]);
  });

  it("is the same bytes for the same entries in any order", async () => {
    const one = await buffer(archiveOf(entries));
    const other = await buffer(archiveOf(entries.toReversed()));
    assert.ok(one.equals(other));
  });
});
