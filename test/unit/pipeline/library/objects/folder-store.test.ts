import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { objects } from "../../../../../pipeline/library/pipenb.ts";
import { objectsContract } from "../../../../contracts/objects.ts";
import { gathered } from "../../../../support/gathered.ts";

describe("objects in a folder", () => {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "pipenb-objects-"));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  objectsContract(() => ({ address: folder }));

  it("have a path or a URL", async () => {
    const place = join(folder, "with a blank");
    await objects(place).write("a", "x");
    assert.equal(await objects(pathToFileURL(place).href).text("a"), "x");
    assert.equal(objects(`${place}/`).address, place);
    for (const wrong of ["", "https://example.com/a", "gs://bucket", "a\0"])
      assert.throws(() => objects(wrong), /is no address of objects\. Write s3:\/\/BUCKET\/PREFIX/);
  });

  it("are files, those of links too, and nothing unfinished", async () => {
    const of = objects(folder);
    await writeFile(join(folder, "file"), "x");
    await symlink("file", join(folder, "link"));
    await symlink("nowhere", join(folder, "broken"));
    for (const path of [".a.csv.part", ".a.csv.part2", "empty"]) await mkdir(join(folder, path));
    await writeFile(join(folder, ".a.csv.part/a.csv"), "half");
    await writeFile(join(folder, ".b.part"), "x");
    const keys = (await gathered(of.list())).map(({ key }) => key);
    assert.deepEqual(keys, [".b.part", "file", "link"]);
    assert.equal(await of.text("link"), "x");
  });

  it("leave nothing behind", async () => {
    const of = objects(folder);
    await of.write("a", "x");
    await of.write("a", (path) => writeFile(path, "y"));
    assert.deepEqual(await readdir(folder), ["a"]);
  });
});
