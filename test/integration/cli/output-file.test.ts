import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeOutput } from "../../../cli/files/output-file.ts";
import { Terminal } from "../../../cli/terminal/terminal.ts";
import { FakeOutput } from "../../support/fake-output.ts";

describe("the pipe that a command was told to write to", () => {
  let folder = "";
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "pipenb-output-"));
  });
  after(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it("stays one, and its reader gets the text", async () => {
    const path = join(folder, "pipe");
    execFileSync("mkfifo", [path]);
    const terminal = new Terminal({ stdout: new FakeOutput(), stderr: new FakeOutput(), env: {} });
    const written = writeOutput({ path, force: false, isOurs: () => true }, "ours, new", terminal);
    const [read] = await Promise.all([readFile(path, "utf8"), written]);
    assert.equal(read, "ours, new");
    assert.ok((await stat(path)).isFIFO());
  });
});
