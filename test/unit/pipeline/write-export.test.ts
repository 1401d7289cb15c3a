import assert from "node:assert/strict";
import {
  chmod,
  link,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { programBytes } from "../../../containers/files/program-bytes.ts";
import { ExportError, writeExport } from "../../../pipeline/write-export.ts";

describe("writing an export", () => {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "pipenb-write-"));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  const files = new Map([
    ["README.md", "pipeline"],
    ["package.json", "{}"],
  ]);
  const textOf = (path: string): Promise<string> => readFile(join(folder, path), "utf8");

  it("refuses what no export wrote, names it and writes nothing", async () => {
    await writeFile(join(folder, "package.json"), '{ "name": "mine" }');
    const refused = { kind: "refused", foreign: ["package.json"] };
    assert.deepEqual(await writeExport(folder, files), refused);
    assert.deepEqual(await readdir(folder), ["package.json"]);
    assert.deepEqual(await writeExport(folder, files, { replace: true }), { kind: "written" });
    assert.equal(await textOf("package.json"), "{}");
  });

  it("goes over its own work silently, and asks where somebody has changed it", async () => {
    await writeExport(folder, files);
    const changed = new Map([...files, ["README.md", "newer"]]);
    assert.deepEqual(await writeExport(folder, changed), { kind: "written" });
    await writeFile(join(folder, "README.md"), "edited");
    assert.deepEqual(await writeExport(folder, files), { kind: "refused", foreign: ["README.md"] });
    assert.equal(await textOf("README.md"), "edited");
  });

  it("remembers what an earlier export wrote and a later one did not", async () => {
    await writeExport(folder, new Map([...files, ["pipeline.mjs", "1"]]));
    await writeExport(folder, files);
    assert.deepEqual(await writeExport(folder, new Map([["pipeline.mjs", "2"]])), { kind: "written" });
  });

  it("leaves a file alone that holds what it should", async () => {
    await writeFile(join(folder, "README.md"), "pipeline", { mode: 0o640 });
    const before = await stat(join(folder, "README.md"));
    assert.deepEqual(await writeExport(folder, files), { kind: "written" });
    assert.equal((await stat(join(folder, "README.md"))).ino, before.ino);
  });

  it("takes a link for somebody's, and writes to where it leads when it may", async () => {
    await writeFile(join(folder, "elsewhere"), "mine");
    await symlink("elsewhere", join(folder, "README.md"));
    await symlink("nowhere", join(folder, "package.json"));
    const foreign = ["README.md", "package.json"];
    assert.deepEqual(await writeExport(folder, files), { kind: "refused", foreign });
    await writeExport(folder, new Map([["README.md", "pipeline"]]), { replace: true });
    assert.equal(await textOf("elsewhere"), "pipeline");
    assert.ok((await lstat(join(folder, "README.md"))).isSymbolicLink());
  });

  it("writes to where a link leads on another file system", async function () {
    // A file system of its own on Linux.
    const other = await mkdtemp("/dev/shm/pipenb-write-").catch(() => undefined);
    if (other === undefined || (await stat(other)).dev === (await stat(folder)).dev) {
      if (other !== undefined) await rm(other, { recursive: true });
      this.skip();
    }
    try {
      await writeFile(join(other, "elsewhere"), "mine");
      await symlink(join(other, "elsewhere"), join(folder, "README.md"));
      await writeExport(folder, new Map([["README.md", "pipeline"]]), { replace: true });
      assert.equal(await readFile(join(other, "elsewhere"), "utf8"), "pipeline");
      assert.deepEqual(await readdir(other), ["elsewhere"]);
      assert.ok((await lstat(join(folder, "README.md"))).isSymbolicLink());
    } finally {
      await rm(other, { recursive: true, force: true });
    }
  });

  it("changes a file's executable bit where that alone is another, and no other bit", async function () {
    if (process.platform === "win32") this.skip();
    const modeOf = async (path: string): Promise<string> =>
      ((await stat(join(folder, path))).mode & 0o777).toString(8);
    const text = Buffer.from("#!/bin/sh");
    await writeExport(folder, new Map([["tool.sh", text]]));
    await writeFile(join(folder, "mine.sh"), text, { mode: 0o640 });
    const programs = new Map(
      ["tool.sh", "mine.sh"].map((path) => [path, programBytes(Buffer.from(text))] as const),
    );
    assert.deepEqual(await writeExport(folder, programs), { kind: "written" });
    assert.match(await modeOf("tool.sh"), /^7[57]5$/);
    assert.equal(await modeOf("mine.sh"), "750");
    await writeExport(folder, new Map([...programs.keys()].map((path) => [path, text])));
    assert.match(await modeOf("tool.sh"), /^6[46]4$/);
    assert.equal(await modeOf("mine.sh"), "640");
  });

  it("never goes over the notebook, under whatever name it is there", async () => {
    const notebookPath = join(folder, "daily.pipenb");
    await writeFile(notebookPath, "// %%");
    await symlink("daily.pipenb", join(folder, "README.md"));
    await link(notebookPath, join(folder, "package.json"));
    for (const path of ["daily.pipenb", "README.md", "package.json"])
      await assert.rejects(
        writeExport(folder, new Map([[path, "other"]]), { notebookPath, replace: true }),
        (error) => error instanceof ExportError && error.message.includes(`${path} is the notebook itself`),
      );
    assert.equal(await textOf("daily.pipenb"), "// %%");
  });

  it("says what stands in the way of a file or a folder, before it writes anything", async () => {
    await mkdir(join(folder, "README.md"));
    await assert.rejects(writeExport(folder, files, { replace: true }), /README\.md is there and is no file/);
    await writeFile(join(folder, "lib"), "mine");
    await assert.rejects(writeExport(folder, new Map([["lib/a.ts", ""]]), { replace: true }), ExportError);
    assert.deepEqual((await readdir(folder)).sort(), ["README.md", "lib"]);
  });

  it("writes files and folders, over older ones, and leaves other files alone", async () => {
    await writeFile(join(folder, "mine.txt"), "mine");
    await writeExport(folder, new Map([["a.txt", "old"]]));
    await writeExport(
      folder,
      new Map<string, string | Uint8Array>([
        ["a.txt", "new"],
        ["lib/b.bin", new Uint8Array([1])],
      ]),
    );
    assert.deepEqual((await readdir(folder)).sort(), [".pipenb-export.json", "a.txt", "lib", "mine.txt"]);
    assert.equal(await readFile(join(folder, "a.txt"), "utf8"), "new");
    assert.deepEqual([...(await readFile(join(folder, "lib/b.bin")))], [1]);
  });

  it("makes the folder where there is none", async () => {
    await writeExport(join(folder, "deep/er"), new Map([["a", "1"]]));
    assert.deepEqual((await readdir(join(folder, "deep/er"))).sort(), [".pipenb-export.json", "a"]);
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
