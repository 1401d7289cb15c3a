import assert from "node:assert/strict";
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { textOf } from "../../../app/failures/describe-failure.ts";
import { NpmError, type NpmErrorCode } from "../../../containers/lock/npm-error.ts";
import { ensureLock } from "../../../containers/lock/lock-file.ts";
import { lockMatches } from "../../../containers/lock/lock-matches.ts";
import { makeLock } from "../../../containers/lock/make-lock.ts";
import { pinned } from "../../../containers/lock/pinned.ts";

const LockedSchema = z.object({
  packages: z.object({ "node_modules/picocolors": z.object({ version: z.string() }) }),
});

const npm = { picocolors: "^1.1.0" };
const { env } = process;

function lockOf(packages: Record<string, string>): string {
  const installed = Object.keys(packages).map(
    (name) => [`node_modules/${name}`, { version: "1.0.0" }] as const,
  );
  return JSON.stringify({
    lockfileVersion: 3,
    packages: { "": { dependencies: packages }, ...Object.fromEntries(installed) },
  });
}

function isNpmError(code: NpmErrorCode, message: RegExp) {
  return (error: unknown) => {
    assert.ok(error instanceof NpmError, String(error));
    assert.equal(error.code, code);
    assert.match(textOf(error), message);
    return true;
  };
}

describe("the lock that npm makes beside a notebook", () => {
  let folder = "";

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "pipenb-test-"));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it("is without addresses, and kept while it holds", async () => {
    const notebookPath = join(folder, "daily.pipenb");
    const made = await ensureLock({ notebookPath, npm, env });
    assert.ok(made !== undefined && lockMatches(made, npm));
    assert.doesNotMatch(made, /"resolved"/);
    assert.match(made, /"integrity": "sha512-/);
    assert.equal(await readFile(join(folder, "daily.lock.json"), "utf8"), made);
    assert.deepEqual(await readdir(folder), ["daily.lock.json"]);
    const kept = await ensureLock({ notebookPath, npm, env: { PATH: folder } });
    assert.equal(kept, made);
  }).timeout(240_000);

  it("is made again when the packages have changed", async () => {
    await writeFile(join(folder, "daily.lock.json"), lockOf({ picocolors: "^1.0.0" }));
    const made = await ensureLock({ notebookPath: join(folder, "daily.pipenb"), npm, env });
    assert.ok(made !== undefined && lockMatches(made, npm));
  }).timeout(240_000);

  it("says so when a version does not exist, and leaves the old lock alone", async () => {
    const old = lockOf({ picocolors: "^1.0.0" });
    await writeFile(join(folder, "daily.lock.json"), old);
    const printed: string[] = [];
    await assert.rejects(
      ensureLock({
        notebookPath: join(folder, "daily.pipenb"),
        npm: { picocolors: "^99.0.0" },
        env,
        onOutput: (text) => printed.push(text),
      }),
      isNpmError(
        "no-such-version",
        /No matching version found for picocolors@\^99\.0\.0\. Ask for a version that exists/,
      ),
    );
    assert.match(printed.join(""), /picocolors/);
    assert.equal(await readFile(join(folder, "daily.lock.json"), "utf8"), old);
  }).timeout(240_000);

  it("says so when the name is none", async () => {
    await assert.rejects(
      makeLock({ name: "x", npm: { "Not a Name": "1" }, env }),
      isNpmError("no-such-package", /Invalid package name "Not a Name".* Correct its name/),
    );
  }).timeout(240_000);

  it("has the version that a tag meant when it was made, for npm to install", async () => {
    const tags = { picocolors: "latest", colours: "npm:picocolors@latest", "is-number": "next || 7" };
    const made = await makeLock({ name: "x", npm: tags, env });
    assert.ok(lockMatches(made, tags));
    const installed = pinned(tags, made);
    const { version } = LockedSchema.parse(JSON.parse(made)).packages["node_modules/picocolors"];
    assert.deepEqual(installed.npm, {
      picocolors: version,
      colours: `npm:picocolors@${version}`,
      "is-number": "next || 7",
    });
    assert.ok(lockMatches(installed.lock, installed.npm));
  }).timeout(240_000);

  it("says so when there is no npm", async () => {
    await assert.rejects(
      makeLock({ name: "x", npm, env: { PATH: folder } }),
      isNpmError("no-npm", /Install Node\.js with npm/),
    );
  });

  it("names the file it cannot write", async () => {
    await writeFile(join(folder, "file"), "");
    await assert.rejects(
      ensureLock({ notebookPath: join(folder, "file", "daily.pipenb"), npm, env }),
      isNpmError("file", /daily\.lock\.json could not be (read|written)/),
    );
  }).timeout(240_000);
});
