import assert from "node:assert/strict";
import { analyseCells } from "../../../../notebook/analysis/analyse-cells.ts";
import { applyEdits } from "../../../../notebook/analysis/apply-edits.ts";
import { importEdits, splitImportEdits } from "../../../../language/module/import-edits.ts";
import { organizeCellImports } from "../../../../language/module/organize-imports.ts";

const added = (module: string, name: string, imported = name, typeOnly = false) => ({
  module,
  imported,
  local: name,
  typeOnly,
  quote: '"',
});

function withImports(text: string, ...names: readonly ReturnType<typeof added>[]): string {
  const [analysis] = analyseCells([text]);
  assert.ok(analysis !== undefined);
  return applyEdits(text, importEdits(analysis, names));
}

describe("an import that is added to a cell", () => {
  it("stands at its top where the cell has none", () => {
    assert.equal(withImports("x();", added("node:fs", "x")), 'import { x } from "node:fs";\nx();');
  });

  it("stands behind those that are there", () => {
    assert.equal(
      withImports('// why\nimport a from "a";\na(x);', added("b", "x", "default")),
      '// why\nimport a from "a";\nimport x from "b";\na(x);',
    );
  });

  it("goes into one of the same module", () => {
    assert.equal(
      withImports('import { a as b } from "m";', added("m", "c"), added("m", "e", "d")),
      'import { a as b, c, d as e } from "m";',
    );
    assert.equal(
      withImports('import type { A } from "m";', added("m", "c")),
      'import type { A } from "m";\nimport { c } from "m";',
    );
  });

  it("writes types and namespaces as such", () => {
    assert.equal(withImports("", added("m", "T", "T", true)), 'import type { T } from "m";\n');
    assert.equal(withImports("", added("m", "all", "*")), 'import * as all from "m";\n');
  });
});

describe("edits of the language server", () => {
  const text = 'import { a } from "m";\nb(a);\n';
  const imports = analyseCells([text])[0]?.imports ?? [];

  it("are told apart by whether they import", () => {
    const split = splitImportEdits(text, imports, [
      { start: 10, end: 10, text: ", b" },
      { start: 23, end: 23, text: "import c, { d·2 } from 'n';\n" },
      { start: 23, end: 24, text: "q" },
    ]);
    assert.deepEqual(split.others, [{ start: 23, end: 24, text: "q" }]);
    assert.deepEqual(
      split.added.map(({ module, imported, local, quote }) => [module, imported, local, quote]),
      [
        ["n", "default", "c", "'"],
        ["n", "d", "d", "'"],
        ["m", "b", "b", '"'],
      ],
    );
  });
});

describe("the imports of a cell, organized", () => {
  const organized = (text: string, ...unused: readonly string[]): string => {
    const [analysis] = analyseCells([text]);
    assert.ok(analysis !== undefined);
    return applyEdits(
      text,
      organizeCellImports(text, analysis, ({ local }) => unused.includes(local)),
    );
  };

  it("are sorted, merged and without names that nobody uses", () => {
    assert.equal(
      organized(
        "import z from './z.ts';\nimport { b, a } from 'm';\nimport { join } from 'node:path';\nimport { c as d, type T } from 'm';\nx;",
        "a",
      ),
      "import { join } from 'node:path';\nimport { b, c as d, type T } from 'm';\nimport z from './z.ts';\nx;",
    );
  });

  it("keep those for their effects, and those with attributes as they are", () => {
    const text = 'import "effect";\nimport data from "./data.json" with { type: "json" };\nx;';
    assert.equal(organized(text), text);
  });

  it("go with their line where nobody uses any of their names", () => {
    assert.equal(organized('import a from "a";\nx;', "a"), "x;");
  });
});
