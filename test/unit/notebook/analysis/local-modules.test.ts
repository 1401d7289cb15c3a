import assert from "node:assert/strict";
import type { NotUtf8 } from "../../../../notebook/format/decode.ts";
import { localModules } from "../../../../notebook/analysis/local-modules.ts";
import { notebookOf } from "../../../support/notebook-of.ts";

describe("files that cells import", () => {
  const files = new Map([
    [
      "lib/a.ts",
      'import { b } from "./b.ts";\nimport c from "../c.json" with { type: "json" };\nexport * from "./a.ts";',
    ],
    ["lib/b.ts", 'const d = await import("../d.js");\nimport "zx";'],
    ["c.json", '{ "import": "./e.ts" }'],
    ["d.js", "export const d = 1;"],
    ["e.ts", ""],
  ]);
  const read = (path: string): string | undefined => files.get(path);

  it("come with all they import in turn", () => {
    const modules = localModules(notebookOf(['import { a } from "./lib/a.ts";']), read);
    assert.deepEqual(modules.problems, []);
    assert.deepEqual([...modules.files.keys()].sort(), ["c.json", "d.js", "lib/a.ts", "lib/b.ts"]);
    assert.equal(modules.files.get("d.js"), "export const d = 1;");
  });

  it("are asked for once, and left out where they are missing or only named in text", () => {
    const asked: string[] = [];
    const modules = localModules(
      notebookOf([
        'import "./gone.ts";\nimport "./gone.ts";\nimport "../outside.ts";',
        { kind: "markdown", text: 'import "./e.ts"' },
      ]),
      (path) => {
        if (!asked.some((each) => path.startsWith(each))) asked.push(path);
        return undefined;
      },
    );
    assert.equal(modules.files.size, 0);
    assert.deepEqual(asked, ["gone.ts"]);
  });

  const problemsOf = (
    text: string,
    given: Readonly<Record<string, string | NotUtf8>>,
    image = {},
  ): readonly string[] =>
    localModules(notebookOf([text], { image }), (path) => given[path]).problems.map(
      ({ line, column, message, remedy }) => `${line}:${column} ${message} ${remedy ?? ""}`,
    );

  it("are TypeScript where what it is compiled to is named, have any ending, and are the index of a folder", () => {
    const modules = localModules(
      notebookOf([
        'import "./lib/a.js";\nimport "./lib";\nimport "./m.mjs";\nimport "./both.js";\nimport "./x";',
      ]),
      (path) =>
        new Map([
          ["lib/a.ts", 'import "./b";'],
          ["lib/b.tsx", ""],
          ["lib/index.ts", 'import ".";\nimport "..";'],
          ["index.js", ""],
          ["m.mts", ""],
          ["both.js", ""],
          ["both.ts", ""],
          ["x.ts", ""],
          ["x/index.ts", ""],
        ]).get(path),
    );
    assert.deepEqual(modules.problems, []);
    assert.deepEqual(
      [...modules.files.keys()],
      ["lib/a.ts", "lib/b.tsx", "lib/index.ts", "index.js", "m.mts", "both.js", "x.ts"],
    );
  });

  it("that are wrong are told at the import that leads to them, with their own place", () => {
    assert.deepEqual(
      problemsOf('import "./a.ts";', {
        "a.ts": 'const a = 1;\nimport "./b";\nimport "npm:ms@2";',
        "b.ts": "const b = ;",
      }),
      [
        "4:8 ./b.ts:1:11: Expression expected. Mend the module.",
        '4:8 ./a.ts:3:8: "npm:ms@2" is how Deno names a package of npm. Write "ms", and add ms: "2" under image.npm in the front matter.',
      ],
    );
    assert.deepEqual(problemsOf('import "../a.ts";\nimport("./" + name);', {}), [
      "4:8 ../a.ts lies outside of the notebook's folder, and is in no container. Move it below the notebook's folder.",
    ]);
    assert.match(
      problemsOf('import "./a.js";', { "a.js": "module.exports = 1;" })[0] ?? "",
      /Call it a\.cjs/,
    );
    assert.deepEqual(problemsOf('import "./a.cjs";', { "a.cjs": "module.exports = 1;" }), []);
  });

  it("are not taken for text where they are none", () => {
    const read = { "a.node": "" };
    assert.match(problemsOf('require("./a.node")', read)[0] ?? "", /Name it under image\.files/);
    assert.deepEqual(problemsOf('require("./a.node")', read, { files: ["./a.node"] }), []);
    const bytes = {
      kind: "not-utf8",
      message: "Not UTF-8.",
      remedy: "Save it.",
      line: 2,
      column: 5,
    } as const;
    assert.deepEqual(problemsOf('import "./a.js";', { "a.js": bytes }), [
      "4:8 ./a.js:2:5: Not UTF-8. Save it.",
    ]);
    assert.match(
      problemsOf('import.meta.resolve("./a.png")', { "a.png": bytes })[0] ?? "",
      /Name it under image\.files/,
    );
  });
});
