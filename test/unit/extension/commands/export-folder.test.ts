import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { foreignFiles, proposedFolder } from "../../../../extension/commands/export-folder.ts";

describe("the folder of an export", () => {
  let folder: string;
  const files = new Map([
    ["package.json", "{}"],
    ["README.md", "pipeline"],
    ["runner.mjs", "runner"],
  ]);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "pipenb-folder-"));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it("is proposed beside the notebook", () => {
    assert.equal(proposedFolder("/data/daily.pipenb", "daily"), join("/data", "daily-pipeline"));
  });

  it("that is not there or empty has nothing to lose", async () => {
    assert.deepEqual(await foreignFiles(folder, files), []);
    assert.deepEqual(await foreignFiles(join(folder, "not-there"), files), []);
  });

  it("of somebody else's has files that would be replaced", async () => {
    await writeFile(join(folder, "package.json"), '{ "name": "mine" }');
    await writeFile(join(folder, "README.md"), "pipeline");
    assert.deepEqual(await foreignFiles(folder, files), ["package.json"]);
  });

  it("of an earlier export may be written again", async () => {
    await writeFile(join(folder, "runner.mjs"), "older");
    await writeFile(join(folder, "package.json"), "{ }");
    assert.deepEqual(await foreignFiles(folder, files), []);
  });
});
