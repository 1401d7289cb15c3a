import assert from "node:assert/strict";
import { adviseSpecifier } from "../../../../notebook/specifiers/advise-specifier.ts";
import { missingModule } from "../../../../notebook/specifiers/missing-module.ts";

const remedyOf = (specifier: string, npm = {}): string => adviseSpecifier(specifier, npm)?.remedy ?? "";

describe("how an import names its module", () => {
  for (const specifier of [
    "ms",
    "@scope/a/b",
    "./a.ts",
    "../a",
    ".",
    "fs",
    "node:fs",
    "data:text/javascript,1",
  ])
    it(`may be ${specifier}`, () => {
      assert.equal(adviseSpecifier(specifier), undefined);
    });

  it("of Deno becomes npm's, with its version and path", () => {
    assert.equal(remedyOf("npm:ms"), 'Write "ms", and add ms: "latest" under image.npm in the front matter.');
    assert.equal(
      remedyOf("npm:@a/b@^1.2/c.js"),
      'Write "@a/b/c.js", and add "@a/b": "^1.2" under image.npm in the front matter.',
    );
    assert.equal(remedyOf("npm:/ms@2", { ms: "2" }), 'Write "ms": the front matter has the package.');
    assert.match(remedyOf("jsr:@std/csv@1"), /package of npm that does the same/);
  });

  it("of the web becomes a package where the address has one, else a file", () => {
    for (const address of [
      "https://a.example/ms",
      "https://a.example/v135/ms",
      "https://a.example/npm/ms/+esm",
    ])
      assert.equal(
        remedyOf(address),
        'Write "ms", and add ms: "latest" under image.npm in the front matter.',
      );
    assert.match(remedyOf("https://a.example/@a/b@1.2.3"), /Write "@a\/b", and add "@a\/b": "1\.2\.3"/);
    assert.match(remedyOf("https://a.example/std@0.1/csv/mod.ts"), /import that file, such as \.\/mod\.ts/);
    assert.match(remedyOf("http://a.example/x/y.js?z"), /such as \.\/y\.js/);
  });

  for (const specifier of ["/srv/a.ts", "file:///srv/a.ts", "C:\\a.ts", "c:/a.ts", "#lib", "@/lib/a", "~/a"])
    it(`is a path where it is ${specifier}`, () => {
      assert.match(remedyOf(specifier), /path from the file that imports/);
    });

  it("is Node's own where another program has it", () => {
    assert.match(adviseSpecifier("bun:sqlite")?.message ?? "", /no module that Node has/);
    assert.equal(remedyOf(".\\lib\\a.ts"), 'Write "./lib/a.ts".');
  });
});

describe("a module that was not found", () => {
  it("is a file, a module of Node or a package", () => {
    const messageOf = (specifier: string): unknown => {
      const missing = missingModule(specifier, { there: "1" });
      return missing === "expected" ? missing : missing.message;
    };
    assert.equal(messageOf("./gone.ts"), "There is no file ./gone.ts beside the notebook.");
    assert.equal(messageOf("node:fss"), "Node has no module node:fss.");
    assert.equal(messageOf("@a/b/c"), "The package @a/b is not among the notebook's packages.");
    assert.equal(messageOf("there/part"), "expected");
    assert.equal(messageOf("data:text/javascript,1"), "expected");
    assert.deepEqual(missingModule("sqlite", {}), {
      message: "The package sqlite is not among the notebook's packages.",
      remedy: 'Add it under image.npm in the front matter, or write "node:sqlite" for Node\'s own module.',
      package: "sqlite",
    });
  });
});
