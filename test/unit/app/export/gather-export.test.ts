import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gatherExport } from "../../../../app/export/gather-export.ts";
import { writeExport } from "../../../../pipeline/write-export.ts";
import { modeOf } from "../../../../containers/files/program-bytes.ts";
import type { GatheredExport } from "../../../../app/export/gather-export.ts";
import { openNotebook } from "../../../../app/notebook/source-notebook.ts";

describe("gathering an export", () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "pipenb-gather-"));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  async function gather(files: string, cells = "// %%\nconsole.log(1)\n"): Promise<GatheredExport> {
    const text = `/* ---\npipenb: 1\nimage:\n  files: ${files}\n--- */\n\n${cells}`;
    const opened = await openNotebook(join(folder, "daily.pipenb"), text, {});
    assert.equal(opened.kind, "sound");
    return gatherExport(opened.source, {
      exporter: {
        runner: "the runner",
        runnerTypes: "its types",
        reportProgram: "the program of reports",
        library: "the library",
        libraryTypes: "its types",
        pipenbVersion: "0.0.0",
      },
      onOutput: () => undefined,
      signal: new AbortController().signal,
    });
  }

  it("gives the planned files and what image.files names, folders with all below them", async () => {
    await mkdir(join(folder, "lookup", "deep"), { recursive: true });
    await writeFile(join(folder, "lookup", "a.csv"), "a");
    await writeFile(join(folder, "lookup", "deep", "b.csv"), "b");
    const gathered = await gather("[lookup]");
    assert.equal(gathered.kind, "files");
    assert.equal(gathered.files.get("runner.mjs"), "the runner");
    assert.ok(gathered.files.has("pipeline.ts"));
    assert.deepEqual(gathered.files.get("lookup/a.csv"), Buffer.from("a"));
    assert.deepEqual(gathered.files.get("lookup/deep/b.csv"), Buffer.from("b"));
  });

  it("names every path of image.files that cannot be taken", async () => {
    const gathered = await gather("[../secret, missing.csv]");
    assert.equal(gathered.kind, "problems");
    const messages = gathered.problems.map(({ message }) => message).join("\n");
    assert.match(messages, /\.\.\/secret, which lies outside/);
    assert.match(messages, /missing\.csv, which cannot be read/);
  });

  it("keeps the executable bit of programs, on disk too", async () => {
    await writeFile(join(folder, "tool.sh"), "#!/bin/sh\n");
    await chmod(join(folder, "tool.sh"), 0o755);
    await writeFile(join(folder, "data.csv"), "a");
    const gathered = await gather("[tool.sh, data.csv]");
    assert.equal(gathered.kind, "files");
    assert.deepEqual(
      ["tool.sh", "data.csv"].map((path) => modeOf(gathered.files.get(path) ?? "")),
      [0o755, undefined],
    );
    await writeExport(join(folder, "out"), gathered.files);
    assert.equal((await stat(join(folder, "out/tool.sh"))).mode & 0o777, 0o755);
    assert.equal((await stat(join(folder, "out/data.csv"))).mode & 0o111, 0);
  });

  it("takes links as what they lead to, and names those that lead out of the folder", async () => {
    await mkdir(join(folder, "real"));
    await writeFile(join(folder, "real/a.csv"), "a");
    await mkdir(join(folder, "in"));
    await symlink("../real/a.csv", join(folder, "in/link.csv"));
    await symlink("../real", join(folder, "in/folder"));
    await symlink("../in", join(folder, "real/circle"));
    const inside = await gather("[in]");
    assert.equal(inside.kind, "files");
    assert.deepEqual(
      [...inside.files.keys()].filter((path) => path.startsWith("in/")),
      ["in/folder/a.csv", "in/link.csv"],
    );
    await symlink("/etc/hostname", join(folder, "in/out.csv"));
    const outside = await gather("[in]");
    assert.equal(outside.kind, "problems");
    assert.match(
      outside.problems.map(({ message }) => message).join(),
      /in\/out\.csv, a link to \/etc\/hostname, which lies outside/,
    );
  });

  it("gives the planner's problems", async () => {
    const gathered = await gather("[]", '// %%\nimport { x } from "./not-there.ts";\nconsole.log(x)\n');
    assert.equal(gathered.kind, "problems");
  });

  it("takes the lock of a notebook that uses $ without naming zx", async () => {
    const lock = JSON.stringify({
      lockfileVersion: 3,
      packages: { "": { dependencies: { zx: "^8.8.5" } }, "node_modules/zx": { version: "8.8.5" } },
    });
    await writeFile(join(folder, "daily.lock.json"), lock);
    const gathered = await gather("[]", "// %%\nawait $`echo 1`;\n");
    assert.equal(gathered.kind, "files");
    assert.equal(gathered.files.get("package-lock.json"), lock);
    assert.match(String(gathered.files.get("package.json")), /"zx": "\^8\.8\.5"/);
  });
});
