import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { secret } from "../../../../pipeline/library/secret.ts";

describe("reading a secret where there is no /run/secrets", () => {
  const given = process.env["PIPENB_SECRETS_DIR"];
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "pipenb-secret-"));
    process.env["PIPENB_SECRETS_DIR"] = folder;
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
    if (given === undefined) delete process.env["PIPENB_SECRETS_DIR"];
    else process.env["PIPENB_SECRETS_DIR"] = given;
  });

  it("gives what the file holds, without the newline that editors and echo put at its end", () => {
    const texts = { plain: "a b", unix: "a b\n", windows: "a b\r\n", own: "a\n\n", empty: "" };
    for (const [name, text] of Object.entries(texts)) writeFileSync(join(folder, name), text);
    assert.deepEqual(Object.keys(texts).map(secret), ["a b", "a b", "a b", "a\n", ""]);
  });

  it("says how a secret is declared and where its value goes", () => {
    assert.throws(() => secret("pipenb-test-db"), {
      message:
        'The secret "pipenb-test-db" is not there. Name it in the front matter (secrets: [pipenb-test-db]) and put its value into the file secrets/pipenb-test-db beside the notebook, which you keep out of git; where the image is run, into /run/secrets/pipenb-test-db.',
    });
  });

  it("reads no file by a path, and says so when it may not read one", () => {
    for (const name of ["../db", "a/b", "..", ""])
      assert.throws(() => secret(name), /cannot be the name of a secret/);
    mkdirSync(join(folder, "folder"));
    assert.throws(() => secret("folder"), { code: "EISDIR" });
  });
});
