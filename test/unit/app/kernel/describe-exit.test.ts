import assert from "node:assert/strict";
import { describeExit } from "../../../../app/kernel/describe-exit.ts";
import { FrontMatterSchema } from "../../../../notebook/front-matter.ts";

describe("the words for a kernel's end", () => {
  const frontMatter = FrontMatterSchema.parse({ pipenb: 1 });

  it("say what to do where memory ran out, and nothing else where nothing can be done", () => {
    const full = describeExit({ reason: "out-of-memory", exitCode: 137 }, frontMatter);
    assert.equal(full.words, "it ran out of memory");
    assert.match(full.remedy ?? "", /image\.memory/);
    assert.equal(describeExit({ reason: "lease", exitCode: 0 }, frontMatter).remedy, undefined);
  });

  it("name the exit code, or say that it is not known", () => {
    const wordsOf = (exitCode: number | undefined): string =>
      describeExit({ reason: "exited", exitCode }, frontMatter).words;
    assert.deepEqual([wordsOf(3), wordsOf(undefined)], ["exit code 3", "exit code unknown"]);
  });
});
