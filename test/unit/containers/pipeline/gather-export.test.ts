import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gatherExport } from "../../../../containers/pipeline/gather-export.ts";
import type { GatheredExport } from "../../../../containers/pipeline/gather-export.ts";
import { parseNotebook } from "../../../../notebook/format/parse.ts";

describe("gathering an export", () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "pipenb-gather-"));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  function gather(files: string, cells = "// %%\nconsole.log(1)\n"): Promise<GatheredExport> {
    const { notebook } = parseNotebook(`/* ---\npipenb: 1\nimage:\n  files: ${files}\n--- */\n\n${cells}`);
    return gatherExport({
      notebookPath: join(folder, "daily.pipenb"),
      notebook,
      parameters: [],
      runner: "the runner",
      runnerTypes: "its types",
      pipenbVersion: "0.0.0",
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

  it("gives the planner's problems", async () => {
    const gathered = await gather("[]", '// %%\nimport { x } from "./not-there.ts";\nconsole.log(x)\n');
    assert.equal(gathered.kind, "problems");
  });
});
