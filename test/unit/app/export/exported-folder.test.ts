import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dockerfile } from "../../../../pipeline/dockerfile.ts";
import { exportedFolder } from "../../../../app/export/exported-folder.ts";
import { FrontMatterSchema } from "../../../../notebook/front-matter.ts";

describe("an exported folder", () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "pipenb-exported-"));
  });

  after(() => rm(folder, { recursive: true, force: true }));

  it("is known by its Dockerfile, with the notebook's name and the size without packages", async () => {
    const frontMatter = FrontMatterSchema.parse({ pipenb: 1 });
    const code = {
      files: ["a"],
      entry: "a",
      title: "T",
      notebook: 'my "$5" day.pipenb',
      version: "1",
      contract: {},
    };
    const text = dockerfile({ frontMatter, hasLock: false }, code);
    await writeFile(join(folder, "Dockerfile"), text);
    await mkdir(join(folder, "lib"));
    await writeFile(join(folder, "lib", "one.ts"), "12345");
    await mkdir(join(folder, "node_modules"));
    await writeFile(join(folder, "node_modules", "big.js"), "x".repeat(100_000));
    const found = await exportedFolder(folder);
    assert.equal(found?.notebook, 'my "$5" day.pipenb');
    assert.equal(found.size, Buffer.byteLength(text) + 5);
  });

  it("is none where another Dockerfile is, or nothing at all", async () => {
    const other = join(folder, "other");
    assert.equal(await exportedFolder(other), undefined);
    await mkdir(other);
    await writeFile(join(other, "Dockerfile"), "FROM node:24\n");
    assert.equal(await exportedFolder(other), undefined);
  });
});
