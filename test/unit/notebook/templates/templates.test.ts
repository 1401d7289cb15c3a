import assert from "node:assert/strict";
import { parseNotebook } from "../../../../notebook/format/parse.ts";
import { readParameters } from "../../../../notebook/parameters/read-parameters.ts";
import { standardBase, templates, titleOf } from "../../../../notebook/templates/templates.ts";

describe("notebooks to start from", () => {
  for (const { id, text } of templates)
    it(`are sound: ${id}`, () => {
      const { notebook, problems } = parseNotebook(text('A "title"', standardBase));
      assert.deepEqual(problems, []);
      assert.equal(notebook.frontMatter.title, 'A "title"');
      assert.equal(notebook.frontMatter.image.base, standardBase);
      for (const cell of notebook.cells.filter(({ kind }) => kind === "parameters"))
        assert.deepEqual(readParameters(cell).problems, []);
      assert.ok(notebook.cells.some(({ kind }) => kind === "code"));
    });

  it("have their title from the file's name", () => {
    assert.equal(titleOf("daily-orders_2"), "Daily orders 2");
  });
});
