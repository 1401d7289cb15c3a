import assert from "node:assert/strict";
import { link, lstat, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CliError } from "../../../cli/cli-error.ts";
import { mayWrite, writeOutput } from "../../../cli/files/output-file.ts";
import { Terminal } from "../../../cli/terminal/terminal.ts";
import { FakeOutput } from "../../support/fake-output.ts";

describe("the file that a command was told to write", () => {
  let folder = "";
  const stdout = new FakeOutput();
  const terminal = new Terminal({ stdout, stderr: new FakeOutput(), env: {} });
  const at = (name: string) => join(folder, name);
  const textOf = (name: string): Promise<string> => readFile(at(name), "utf8");
  const isOurs = (text: string): boolean => text.startsWith("ours");
  const write = (path: string, more: { force?: boolean; never?: string } = {}): Promise<void> =>
    writeOutput({ path, force: false, isOurs, ...more }, "ours, new", terminal);
  const refused = (path: string, message: RegExp, more: { force?: boolean; never?: string } = {}) =>
    assert.rejects(
      mayWrite({ path, force: false, isOurs, ...more }),
      (error) => error instanceof CliError && message.test(error.message),
    );

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "pipenb-output-"));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it("is made where there is none, and replaced where pipenb wrote it or it is empty", async () => {
    for (const [name, before] of [
      ["new", undefined],
      ["ours", "ours, old"],
      ["empty", ""],
    ] as const) {
      if (before !== undefined) await writeFile(at(name), before);
      await write(at(name));
      assert.equal(await textOf(name), "ours, new");
    }
    assert.deepEqual((await readdir(folder)).sort(), ["empty", "new", "ours"]);
  });

  it("is left alone where somebody else wrote it, unless forced", async () => {
    await writeFile(at("mine"), "mine", { mode: 0o640 });
    await refused(at("mine"), /is there already, and pipenb did not write it/);
    await assert.rejects(write(at("mine")), CliError);
    assert.equal(await textOf("mine"), "mine");
    await write(at("mine"), { force: true });
    assert.equal(await textOf("mine"), "ours, new");
    assert.equal((await stat(at("mine"))).mode & 0o777, 0o640);
  });

  it("is never the notebook, by force, link, hard link or another spelling", async () => {
    await writeFile(at("n.pipenb"), "// %%");
    await symlink("n.pipenb", at("soft"));
    await link(at("n.pipenb"), at("hard"));
    for (const path of [at("n.pipenb"), `${folder}/./n.pipenb`, at("soft"), at("hard")])
      await refused(path, /is never written over/, { force: true, never: at("n.pipenb") });
  });

  it("is written through links, also those that lead nowhere yet, and under all its names", async () => {
    await writeFile(at("target"), "ours");
    await symlink("target", at("soft"));
    await symlink("later", at("dangling"));
    await link(at("target"), at("hard"));
    await write(at("soft"));
    await write(at("dangling"));
    for (const name of ["target", "hard", "later"]) assert.equal(await textOf(name), "ours, new");
    for (const name of ["soft", "dangling"]) assert.ok((await lstat(at(name))).isSymbolicLink());
  });

  it("may be a device, which stays one", async () => {
    await write("/dev/null");
    assert.ok((await stat("/dev/null")).isCharacterDevice());
  });

  it("may be stdout, whatever that goes to", async () => {
    await write("/dev/stdout");
    assert.equal(stdout.text, "ours, new");
  });

  it("is refused before the work where it could not be written", async () => {
    await refused(folder, /is no file/);
    await refused(at("missing/x"), /cannot be written/);
    await writeFile(at("plain"), "x");
    await refused(at("plain/x"), /cannot be written/);
  });
});
