import assert from "node:assert/strict";
import { localModules } from "../../../../containers/export/local-modules.ts";
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
    assert.deepEqual([...modules.keys()].sort(), ["c.json", "d.js", "lib/a.ts", "lib/b.ts"]);
    assert.equal(modules.get("d.js"), "export const d = 1;");
  });

  it("are asked for once, and left out where they are missing or only named in text", () => {
    const asked: string[] = [];
    const modules = localModules(
      notebookOf([
        'import "./gone.ts";\nimport "./gone.ts";\nimport "../outside.ts";',
        { kind: "markdown", text: 'import "./e.ts"' },
      ]),
      (path) => {
        asked.push(path);
        return undefined;
      },
    );
    assert.equal(modules.size, 0);
    assert.deepEqual(asked, ["gone.ts", "../outside.ts"]);
  });
});
