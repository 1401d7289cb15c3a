import assert from "node:assert/strict";
import { withPackage } from "../../../../notebook/format/add-package.ts";
import { readFrontMatter } from "../../../../notebook/format/read-front-matter.ts";

describe("adding a package to a front matter", () => {
  it("is one more line where packages stand one below the other", () => {
    const yaml = `# ours\npipenb: 1\nimage:\n  npm:\n    # tables\n    arquero: ^8.0.3 # kept\n  apt:   [ nco ]   # why\n`;
    assert.equal(withPackage(yaml, "ms", "^2.1.3"), yaml.replace("# kept\n", "# kept\n    ms: ^2.1.3\n"));
  });

  it("is one more entry where they stand in braces", () => {
    const yaml = 'pipenb: 1\nimage: { base: a, npm: {arquero: "^8.0.3"} }   # one line';
    assert.equal(
      withPackage(yaml, "@scope/name", "1.x"),
      'pipenb: 1\nimage: { base: a, npm: {arquero: "^8.0.3", "@scope/name": 1.x} }   # one line',
    );
  });

  it("takes the place of another range of the same package", () => {
    assert.equal(
      withPackage('pipenb: 1\nimage:\n  npm: { ms: "1", zod: "*" } # why', "ms", "^2.1.3"),
      'pipenb: 1\nimage:\n  npm: { ms: ^2.1.3, zod: "*" } # why',
    );
  });

  it("leaves the form of everything else as it is", () => {
    const yaml = 'pipenb: 1\nimage:\n  dockerfile: ["RUN a"]   # why\nsecrets: [a,b]\n';
    assert.equal(withPackage(yaml, "ms", "1"), yaml.replace("# why\n", '# why\n  npm:\n    ms: "1"\n'));
    assert.equal(
      withPackage("pipenb: 1\nsecrets: [a,b] # two", "ms", "^1"),
      "pipenb: 1\nsecrets: [a,b] # two\nimage:\n  npm:\n    ms: ^1",
    );
  });

  it("brings what is missing above it, and keeps comments", () => {
    for (const yaml of [
      "pipenb: 1 # version",
      "# version\npipenb: 1\nimage:\n  base: debian:bookworm # small\nservices: { db: { image: a } }",
      "# version\npipenb: 1\nimage:\n  npm: {}\n",
      "# version\npipenb: 1\nimage: {}\n",
    ]) {
      const after = withPackage(yaml, "ms", "^2.1.3") ?? "";
      const { frontMatter, problems } = readFrontMatter(after, 1);
      assert.deepEqual(problems, [], after);
      assert.deepEqual(frontMatter.image.npm, { ms: "^2.1.3" });
      assert.match(after, /# version/);
      assert.equal(readFrontMatter(yaml, 1).frontMatter.image.base, frontMatter.image.base);
    }
  });

  it("makes a front matter where there is none", () => {
    assert.equal(withPackage(undefined, "ms", "^2.1.3"), "pipenb: 1\nimage:\n  npm:\n    ms: ^2.1.3");
  });

  it("quotes what would be something else", () => {
    const { frontMatter } = readFrontMatter(withPackage("pipenb: 1", "yes", "1") ?? "", 1);
    assert.deepEqual(frontMatter.image.npm, { yes: "1" });
    const flow = withPackage("pipenb: 1\nimage: { npm: { a: b } }", "c", ">=1, <2") ?? "";
    assert.deepEqual(readFrontMatter(flow, 1).frontMatter.image.npm, { a: "b", c: ">=1, <2" });
  });

  it("leaves a front matter with errors alone", () => {
    assert.equal(withPackage("pipenb: 1\nimage: [", "ms", "*"), undefined);
    assert.equal(withPackage("pipenb: 1\nimages: 1", "ms", "*"), undefined);
  });
});
