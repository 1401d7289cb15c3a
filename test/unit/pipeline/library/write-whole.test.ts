import assert from "node:assert/strict";
import { mkdtempSync } from "node:fs";
import {
  chmod,
  link,
  lstat,
  mkdir,
  readdir,
  readFile,
  readlink,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { writeWhole } from "../../../../pipeline/library/write-whole.ts";

describe("writing a file or a folder whole", () => {
  let folder: string;
  let path: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "pipenb-whole-"));
    path = join(folder, "out", "day.csv");
  });

  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  /** All that is there, hidden or not. */
  const all = async (): Promise<readonly string[]> => (await readdir(folder, { recursive: true })).sort();

  it("writes text, bytes, pieces of either and streams, and makes the folders on the way", async () => {
    async function* pieces(): AsyncGenerator<string | Uint8Array> {
      yield "a";
      await Promise.resolve();
      yield Buffer.from("ü");
    }
    for (const content of [
      "aü",
      Buffer.from("aü"),
      ["a", Buffer.from("ü")],
      pieces(),
      new Blob(["aü"]).stream(),
    ]) {
      await writeWhole(path, content);
      assert.equal(await readFile(path, "utf8"), "aü");
      assert.deepEqual(await all(), ["out", "out/day.csv"]);
      await rm(path);
    }
  });

  it("gives a function a path of the same name in the same folder's file system, where nothing is yet", async () => {
    const given: string[] = [];
    await writeWhole(path, async (temporary) => {
      given.push(temporary);
      assert.equal(await stat(temporary).catch(() => "none"), "none");
      await writeFile(temporary, "made");
      assert.deepEqual(
        await readdir(dirname(path)),
        [`.${basename(path)}.part`],
        "nothing is seen by its name",
      );
    });
    assert.deepEqual(
      given.map((each) => basename(each)),
      ["day.csv"],
    );
    assert.equal(await readFile(path, "utf8"), "made");
    assert.deepEqual(await all(), ["out", "out/day.csv"]);
  });

  it("leaves what was there as it was, and nothing beside it, when the content fails", async () => {
    await writeWhole(path, "before");
    async function* failing(): AsyncGenerator<string> {
      yield "half";
      await Promise.resolve();
      throw new Error("no more");
    }
    await assert.rejects(writeWhole(path, failing()), /no more/);
    const half = async (temporary: string): Promise<void> => {
      await writeFile(temporary, "half");
      throw new Error("no more");
    };
    await assert.rejects(writeWhole(path, half), /no more/);
    await assert.rejects(
      writeWhole(path, () => undefined),
      /Nothing was written for .*day\.csv/,
    );
    assert.equal(await readFile(path, "utf8"), "before");
    assert.deepEqual(await all(), ["out", "out/day.csv"]);
  });

  it("keeps the mode of what was there, and writes what may only be read", async () => {
    await writeWhole(path, "a");
    for (const mode of [0o640, 0o755, 0o444]) {
      await chmod(path, mode);
      await writeWhole(path, String(mode));
      assert.equal((await stat(path)).mode & 0o777, mode);
    }
    assert.equal(await readFile(path, "utf8"), String(0o444));
  });

  it("replaces what a link leads to, by however many links, there or not yet", async () => {
    await mkdir(dirname(path));
    await writeFile(join(folder, "real.csv"), "before");
    await symlink("../second.csv", path);
    await symlink("real.csv", join(folder, "second.csv"));
    await writeWhole(path, "after");
    assert.equal(await readlink(path), "../second.csv");
    assert.equal(await readFile(join(folder, "real.csv"), "utf8"), "after");
    await rm(join(folder, "real.csv"));
    await writeWhole(path, "anew");
    assert.ok((await lstat(path)).isSymbolicLink());
    assert.equal(await readFile(join(folder, "real.csv"), "utf8"), "anew");
    assert.deepEqual(await all(), ["out", "out/day.csv", "real.csv", "second.csv"]);
  });

  it("refuses links in a circle", async () => {
    await mkdir(dirname(path));
    await symlink("day.csv", path);
    await assert.rejects(writeWhole(path, "a"), { code: "ELOOP" });
  });

  it("leaves another name of the same file with what it had", async () => {
    await writeWhole(path, "before");
    await link(path, join(folder, "other.csv"));
    await writeWhole(path, "after");
    assert.equal(await readFile(join(folder, "other.csv"), "utf8"), "before");
  });

  it("replaces a whole folder, which keeps its mode and nothing of what was in it", async () => {
    const parts = join(folder, "parts");
    await mkdir(parts, { mode: 0o750 });
    await writeFile(join(parts, "old.csv"), "old");
    await writeWhole(parts, async (temporary) => {
      await mkdir(join(temporary, "deep"), { recursive: true });
      await writeFile(join(temporary, "deep", "new.csv"), "new");
      assert.deepEqual(await readdir(parts), ["old.csv"]);
    });
    assert.deepEqual(await all(), ["parts", "parts/deep", "parts/deep/new.csv"]);
    assert.equal((await stat(parts)).mode & 0o777, 0o750);
    await assert.rejects(
      writeWhole(parts, async (temporary) => {
        await mkdir(temporary);
        await writeFile(join(temporary, "half.csv"), "half");
        throw new Error("no more");
      }),
      /no more/,
    );
    assert.deepEqual(await all(), ["parts", "parts/deep", "parts/deep/new.csv"]);
  });

  it("puts no file in a folder's place, nor the reverse", async () => {
    await mkdir(path, { recursive: true });
    await assert.rejects(
      writeWhole(path, "a"),
      /day\.csv is a folder, and a file was to take its place\. Remove it/,
    );
    await rm(path, { recursive: true });
    await writeWhole(path, "a");
    await assert.rejects(
      writeWhole(path, (temporary) => mkdir(temporary)),
      /day\.csv is a file, and a folder was to take its place/,
    );
    assert.deepEqual(await all(), ["out", "out/day.csv"]);
  });

  it("shows one of them whole where several write the same path at once", async () => {
    const texts = Array.from({ length: 8 }, (_, index) => String(index).repeat(50_000));
    await Promise.all(texts.map((text) => writeWhole(path, text)));
    assert.ok(texts.includes(await readFile(path, "utf8")));
    assert.deepEqual(await all(), ["out", "out/day.csv"]);
  });

  it("writes beside what a killed run has left, and removes it when nobody has changed it for an hour", async () => {
    const left = [1, 2].map((count) =>
      join(folder, "out", `.day.csv.part${count === 1 ? "" : String(count)}`),
    );
    for (const each of left) {
      await mkdir(each, { recursive: true });
      await writeFile(join(each, "day.csv"), "half");
    }
    const [old = ""] = left;
    const hoursAgo = Date.now() / 1000 - 7200;
    for (const each of [join(old, "day.csv"), old]) await utimes(each, hoursAgo, hoursAgo);
    await writeWhole(path, "whole");
    assert.equal(await readFile(path, "utf8"), "whole");
    assert.deepEqual(await readdir(dirname(path)), [".day.csv.part2", "day.csv"]);
  });
});
