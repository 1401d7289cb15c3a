import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { newCell } from "../../../../notebook/format/new-cell.ts";
import { parseNotebook } from "../../../../notebook/format/parse.ts";
import { writeNotebook } from "../../../../notebook/format/write.ts";
import { fromIpynb } from "../../../../notebook/ipynb/from-ipynb.ts";
import { toIpynb } from "../../../../notebook/ipynb/to-ipynb.ts";
import type { Cell, Notebook } from "../../../../notebook/model.ts";

const TEXT = `/* ---
pipenb: 1 # the format
title: Orders
--- */

// %% [markdown]
// # Orders
//
// text

// %% [parameters] tags=daily
const day: IsoDate = "2022-02-05";

// %% name=clean timeout=30
const a = 1;
a;
`;

function content(cells: readonly Cell[]): unknown {
  return cells.map(({ kind, name, attributes, text }) => ({ kind, name, attributes: [...attributes], text }));
}

function read(json: string): Notebook {
  const result = fromIpynb(json);
  assert.ok(result.kind === "notebook");
  return result.notebook;
}

describe("writing a Jupyter notebook", () => {
  const { notebook } = parseNotebook(TEXT);

  it("gives nbformat 4.5 with ids, tags, names and the results of the cells", () => {
    const output = { output_type: "stream", name: "stdout", text: "hello\n" };
    const results = new Map([[2, { executionCount: 7, outputs: [output] }]]);
    const json: unknown = JSON.parse(toIpynb(notebook, results));
    assert.deepEqual(json, {
      cells: [
        {
          cell_type: "markdown",
          id: "cell-1",
          metadata: {},
          source: ["# Orders\n", "\n", "text"],
        },
        {
          cell_type: "code",
          execution_count: null,
          id: "cell-2",
          metadata: { tags: ["parameters", "daily"], pipenb: { attributes: [["tags", "daily"]] } },
          source: ['const day: IsoDate = "2022-02-05";'],
          outputs: [],
        },
        {
          cell_type: "code",
          execution_count: 7,
          id: "clean",
          metadata: { name: "clean", pipenb: { attributes: [["timeout", "30"]] } },
          source: ["const a = 1;\n", "a;"],
          outputs: [output],
        },
      ],
      metadata: {
        kernelspec: { display_name: "TypeScript (pipenb)", language: "typescript", name: "pipenb" },
        language_info: { file_extension: ".ts", mimetype: "text/x-typescript", name: "typescript" },
        title: "Orders",
        pipenb: {
          head: "/* ---\npipenb: 1 # the format\ntitle: Orders\n--- */\n\n",
          frontMatter: notebook.frontMatter,
        },
      },
      nbformat: 4,
      nbformat_minor: 5,
    });
  });

  it("leads back to the same text, comments of the front matter included", () => {
    assert.equal(writeNotebook(read(toIpynb(notebook))), TEXT);
  });

  it("leads back to the front matter that was edited meanwhile in Jupyter", () => {
    const json = toIpynb(notebook).replace('"secrets": []', '"secrets": ["db"]');
    const written = writeNotebook(read(json));
    assert.ok(
      written.startsWith("/* ---\npipenb: 1 # the format\ntitle: Orders\nsecrets:\n  - db\n--- */\n"),
    );
  });

  it("gives each cell an id of its own that Jupyter accepts", () => {
    const names = ["a", "a", "cell-3", undefined, "not an id", "x".repeat(64), "x".repeat(64), "a-2"];
    const cells = names.map((name) => newCell({ kind: "code", text: "", name }));
    const json = JSON.parse(toIpynb({ ...notebook, cells })) as { cells: { id: string }[] }; // SAFETY: as written above.
    const ids = json.cells.map(({ id }) => id);
    assert.equal(new Set(ids).size, names.length);
    assert.ok(ids.every((id) => /^[a-zA-Z0-9_-]{1,64}$/.test(id)));
  });

  it("and reading it again keeps every cell of the format's fixtures", () => {
    const folder = new URL("../../../fixtures/format/", import.meta.url);
    for (const file of readdirSync(folder)) {
      const parsed = parseNotebook(readFileSync(new URL(file, folder), "utf8")).notebook;
      const again = read(toIpynb(parsed));
      // What a notebook has only once is the first cell's.
      if (["two-parameters-cells.pipenb", "duplicate-names.pipenb"].includes(file)) continue;
      assert.deepEqual(content(again.cells), content(parsed.cells), file);
      assert.deepEqual(again.frontMatter, parsed.frontMatter, file);
    }
  });

  it("and reading it again keeps cells of any text, name and attributes", () => {
    const anyCell = fc
      .record({
        kind: fc.constantFrom("code", "markdown"),
        text: fc.string({ unit: "binary" }),
        name: fc.option(fc.string({ minLength: 1, unit: "binary" }), { nil: undefined }),
        attributes: fc.dictionary(fc.string(), fc.string({ unit: "binary" })),
      } as const)
      .map((cell) => newCell({ ...cell, attributes: new Map(Object.entries(cell.attributes)) }));
    // Two cells of one name are no notebook of ours; reading settles that.
    const anyCells = fc.uniqueArray(anyCell, { selector: ({ name }) => name ?? Symbol("nameless") });
    fc.assert(
      fc.property(anyCells, (cells) => {
        const again = read(toIpynb({ ...notebook, cells }));
        assert.deepEqual(content(again.cells), content(cells));
      }),
      { numRuns: 300 },
    );
  });
});
