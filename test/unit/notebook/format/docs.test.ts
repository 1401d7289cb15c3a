import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { parseNotebook } from "../../../../notebook/format/parse.ts";

const guide = readFileSync(new URL("../../../../docs/format.md", import.meta.url), "utf8");
const examples = Array.from(guide.matchAll(/```ts\n(.*?)```/gs), ([, code]) => code ?? "");

describe("docs/format.md", () => {
  it("shows a notebook without a problem", () => {
    const { notebook, problems } = parseNotebook(examples[0] ?? "");
    assert.deepEqual(problems, []);
    assert.deepEqual(
      notebook.cells.map(({ kind, name }) => name ?? kind),
      ["markdown", "parameters", "load", "count"],
    );
  });

  it("shows a marker line in a template that starts no cell", () => {
    assert.deepEqual(
      parseNotebook(examples[1] ?? "").notebook.cells.map(({ name }) => name),
      ["example"],
    );
  });

  it("shows how a line that would start a cell is escaped", () => {
    assert.match(parseNotebook(examples[2] ?? "").notebook.cells[0]?.text ?? "", /^\/\/ %% this/);
  });
});
