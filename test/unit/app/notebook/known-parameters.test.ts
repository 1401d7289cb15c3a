import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { knownParameters, parametersCache } from "../../../../app/notebook/known-parameters.ts";
import { newCell } from "../../../../notebook/format/new-cell.ts";
import { readParameters } from "../../../../notebook/parameters/read-parameters.ts";

const cell = {
  ...newCell({
    kind: "parameters",
    text: [
      "/** Day to process */",
      'const day: IsoDate = "2022-02-05";',
      'const country: "CZ" | "DE" = "CZ";',
      "const limits: number[] = [1, 2.5];",
      "declare const name: string;",
      "const dry = false;",
      "const wrong: Date = new Date();",
    ].join("\n"),
  }),
  line: 7,
};

describe("parameters that have been read before", () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "pipenb-parameters-"));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("are those of the compiler, read anew, read again and without a cache", async () => {
    const cache = { folder, reader: "this" };
    const expected = readParameters(cell);
    assert.deepEqual(await knownParameters(cell, undefined), expected);
    assert.deepEqual(await knownParameters(cell, cache), expected);
    assert.equal((await readdir(folder)).length, 1);
    assert.deepEqual(await knownParameters(cell, cache), expected);
  });

  it("are found again when lines have come above the cell, with their problems in the new places", async () => {
    const cache = { folder, reader: "this" };
    await knownParameters(cell, cache);
    const moved = { ...cell, line: 20 };
    assert.deepEqual(await knownParameters(moved, cache), readParameters(moved));
    assert.equal((await readdir(folder)).length, 1);
  });

  it("are read anew by another program, and where the file cannot be understood", async () => {
    await knownParameters(cell, { folder, reader: "this" });
    const [name = ""] = await readdir(folder);
    await writeFile(join(folder, name), '{"parameters": [{"name": 1}]}');
    assert.deepEqual(await knownParameters(cell, { folder, reader: "this" }), readParameters(cell));
    assert.match(await readFile(join(folder, name), "utf8"), /"day"/);
    await knownParameters(cell, { folder, reader: "other" });
    assert.equal((await readdir(folder)).length, 2);
  });

  it("are read where nothing can be kept", async () => {
    const file = join(folder, "file");
    await writeFile(file, "");
    assert.deepEqual(await knownParameters(cell, { folder: file, reader: "this" }), readParameters(cell));
  });

  it("are not kept by a program that is not built", () => {
    assert.equal(parametersCache(folder), undefined);
  });
});
