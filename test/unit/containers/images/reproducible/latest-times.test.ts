import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { extract, pack } from "tar-stream";
import { withLatestTimes } from "../../../../../containers/images/reproducible/latest-times.ts";
import { gathered } from "../../../../support/gathered.ts";

const at = (seconds: number): Date => new Date(1000 * seconds);

async function archiveOf(times: readonly number[]): Promise<Buffer> {
  const archive = pack();
  for (const [index, seconds] of times.entries()) {
    const name = `${"long/".repeat(index === 2 ? 60 : 0)}${index}`;
    archive.entry({ name, mtime: at(seconds), mode: 0o4755, uid: 1000 }, "x".repeat(700 * index));
  }
  archive.entry({ name: "folder", type: "directory", mtime: at(9_000_000_000) });
  archive.entry({ name: "link", type: "symlink", linkname: "0", mtime: at(2_000_000_000) });
  archive.finalize();
  return Buffer.concat(await gathered<Uint8Array>(Readable.from(archive)));
}

async function headersOf(archive: Buffer) {
  const entries = extract();
  Readable.from([archive]).pipe(entries);
  const headers = [];
  for await (const entry of entries) {
    headers.push(entry.header);
    entry.resume();
  }
  return headers;
}

describe("times in a tar archive", () => {
  const times = [1_000_000_000, 1_700_000_001, 1_800_000_000, 1_700_000_000];

  it("are of the moment where they were later, and all else stays", async () => {
    const before = await archiveOf(times);
    const after = Buffer.concat(await gathered(withLatestTimes(Readable.from([before]), 1_700_000_000)));
    const latest = at(1_700_000_000);
    const expected = (await headersOf(before)).map((header) => {
      const { mtime } = header;
      return { ...header, mtime: mtime > latest ? latest : mtime };
    });
    assert.deepEqual(await headersOf(after), expected);
    assert.equal(after.byteLength, before.byteLength);
  });

  it("are the same however the archive is cut", async () => {
    const archive = await archiveOf(times);
    const whole = Buffer.concat(await gathered(withLatestTimes(Readable.from([archive]), 1_700_000_000)));
    for (const size of [1, 511, 512, 513, 10_000]) {
      const pieces = Array.from({ length: Math.ceil(archive.byteLength / size) }, (_, index) =>
        archive.subarray(index * size, (index + 1) * size),
      );
      const cut = Buffer.concat(await gathered(withLatestTimes(Readable.from(pieces), 1_700_000_000)));
      assert.ok(whole.equals(cut), String(size));
    }
  });

  it("stay where none is later", async () => {
    const archive = await archiveOf([1, 2]);
    const same = Buffer.concat(await gathered(withLatestTimes(Readable.from([archive]), 10_000_000_000)));
    assert.ok(archive.equals(same));
  });
});
