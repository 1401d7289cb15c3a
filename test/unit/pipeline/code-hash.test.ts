import assert from "node:assert/strict";
import { codeHash } from "../../../pipeline/code-hash.ts";
import { FrontMatterSchema } from "../../../notebook/front-matter.ts";

const hash = (frontMatter: object, files: Readonly<Record<string, string>>): string =>
  codeHash(FrontMatterSchema.parse({ pipenb: 1, ...frontMatter }), new Map(Object.entries(files)));

describe("what identifies a pipeline's code", () => {
  const files = { "pipeline.ts": "1", "lib/a.ts": "2" };

  it("is the same for the same files, in any order", () => {
    assert.match(hash({}, files), /^sha256:[0-9a-f]{64}$/);
    assert.equal(hash({}, files), hash({}, { "lib/a.ts": "2", "pipeline.ts": "1" }));
  });

  it("changes with a file, its name, a package and the environment", () => {
    const all = [
      hash({}, files),
      hash({}, { ...files, "lib/a.ts": "3" }),
      hash({}, { "pipeline.ts": "1", "lib/b.ts": "2" }),
      hash({ image: { npm: { a: "1.0.0" } } }, files),
      hash({ environment: { TZ: "UTC" } }, files),
    ];
    assert.equal(new Set(all).size, all.length);
  });

  it("is the same with other limits, and another title", () => {
    assert.equal(hash({ image: { memory: "1g", cpus: 2 }, title: "Another" }, files), hash({}, files));
  });
});
