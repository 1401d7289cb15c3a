import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { moveKept, readKept, removeKept, writeKept } from "../../../../extension/outputs/cache-folder.ts";
import { signingSecret } from "../../../../extension/outputs/signing-secret.ts";
import { secretValues } from "../../../../extension/outputs/secret-values.ts";

describe("the folder of kept outputs", () => {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "pipenb-outputs-"));
  });
  afterEach(async () => rm(folder, { recursive: true }));

  it("lies beside the notebook, ignored by git, without leftovers", async () => {
    const notebook = join(folder, "daily.pipenb");
    await writeKept(notebook, "one");
    await writeKept(notebook, "two");
    assert.equal(await readKept(notebook), "two");
    assert.equal(await readFile(join(folder, ".pipenb", ".gitignore"), "utf8"), "*\n");
    assert.deepEqual((await readdir(join(folder, ".pipenb"))).sort(), [
      ".gitignore",
      "daily.pipenb.outputs.json",
    ]);
  });

  it("follows a notebook to its new name", async () => {
    const [from, to] = [join(folder, "a.pipenb"), join(folder, "b.pipenb")];
    await writeKept(from, "text");
    await moveKept(from, to);
    assert.equal(await readKept(to), "text");
    assert.equal(await readKept(from), undefined);
    await removeKept(to);
    await removeKept(to);
    assert.equal(await readKept(to), undefined);
  });

  it("says what stands in its way, and leaves nothing behind", async () => {
    await writeFile(join(folder, ".pipenb"), "a file");
    await assert.rejects(writeKept(join(folder, "a.pipenb"), "text"));
  });

  it("is signed with one secret, however many windows ask for it first", async () => {
    const own = join(folder, "own");
    const asked = await Promise.all([signingSecret(own), signingSecret(own), signingSecret(own)]);
    assert.match(asked[0], /^[0-9a-f]{64}$/);
    assert.equal(new Set(asked).size, 1);
    assert.equal(await signingSecret(own), asked[0]);
  });

  it("knows the secrets that kernels are given, and no other file", async () => {
    await mkdir(join(folder, "secrets"));
    await writeFile(join(folder, "secrets", "db"), "hunter2\n");
    await writeFile(join(folder, "outside"), "not a secret");
    const notebook = join(folder, "a.pipenb");
    assert.deepEqual(await secretValues(["db", "missing", "../outside"], notebook, {}), ["hunter2\n"]);
    assert.deepEqual(await secretValues(["outside"], notebook, { PIPENB_SECRETS_DIR: folder }), [
      "not a secret",
    ]);
  });
});
