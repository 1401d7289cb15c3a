import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ExportError, writeExport } from "../../../../containers/export/write-export.ts";

describe("writing an export", () => {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "pipenb-write-"));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it("writes files and folders, over older ones, and leaves other files alone", async () => {
    await writeFile(join(folder, "mine.txt"), "mine");
    await writeFile(join(folder, "a.txt"), "old");
    await writeExport(
      folder,
      new Map<string, string | Uint8Array>([
        ["a.txt", "new"],
        ["lib/b.bin", new Uint8Array([1])],
      ]),
    );
    assert.deepEqual((await readdir(folder)).sort(), ["a.txt", "lib", "mine.txt"]);
    assert.equal(await readFile(join(folder, "a.txt"), "utf8"), "new");
    assert.deepEqual([...(await readFile(join(folder, "lib/b.bin")))], [1]);
  });

  it("makes the folder where there is none", async () => {
    await writeExport(join(folder, "deep/er"), new Map([["a", "1"]]));
    assert.deepEqual(await readdir(join(folder, "deep/er")), ["a"]);
  });

  it("refuses a path that leaves the folder, before it writes anything", async () => {
    for (const path of ["../x", "a/../../x", "/x"]) {
      await assert.rejects(
        writeExport(
          folder,
          new Map([
            ["a", "1"],
            [path, "2"],
          ]),
        ),
        (error) => error instanceof ExportError && error.code === "outside",
      );
    }
    assert.deepEqual(await readdir(folder), []);
  });

  it("says why it could not write, and leaves nothing half written", async () => {
    await mkdir(join(folder, "b"));
    await writeFile(join(folder, "b/kept"), "kept");
    await assert.rejects(
      writeExport(
        folder,
        new Map([
          ["x/y", "1"],
          ["x", "2"],
        ]),
      ),
      (error) =>
        error instanceof ExportError && error.code === "unwritable" && error.message.includes(folder),
    );
    assert.deepEqual(await readdir(folder), ["b"]);
    await chmod(folder, 0o700);
  });
});
