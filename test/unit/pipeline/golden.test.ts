import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { goldenFolder, goldenNames, planGolden } from "../../support/golden-exports.ts";

/** Set to write the exports anew; then read the difference before it is committed. */
const isUpdate = process.env["PIPENB_UPDATE_GOLDEN"] === "1";

/** Their texts are not what is looked at here. */
const built = { runner: "", library: "", libraryTypes: "" };

describe("whole exports", () => {
  for (const name of goldenNames) {
    it(`of ${name} are what they were`, async () => {
      const expected = join(goldenFolder, name, "expected");
      const texts = new Map(
        [...planGolden(name, built).files].filter(([path]) => !/^(?:runner|pipenb)\./.test(path)),
      );
      if (isUpdate) {
        await rm(expected, { recursive: true, force: true });
        for (const [path, text] of texts) {
          await mkdir(dirname(join(expected, path)), { recursive: true });
          await writeFile(join(expected, path), text);
        }
      }
      const files = await readdir(expected, { recursive: true, withFileTypes: true });
      const paths = files.filter((each) => each.isFile()).map((each) => join(each.parentPath, each.name));
      assert.deepEqual([...texts.keys()].sort(), paths.map((path) => path.slice(expected.length + 1)).sort());
      for (const [path, text] of texts) assert.equal(text, readFileSync(join(expected, path), "utf8"), path);
    });

    it(`of ${name} have no problem but cells without a name`, () => {
      const problems = planGolden(name, built).problems.filter(
        ({ message }) => !message.includes("has no name"),
      );
      assert.deepEqual(problems, []);
    });
  }
});
