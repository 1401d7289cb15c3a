import assert from "node:assert/strict";
import { executedNotebook, isExecutedNotebook } from "../../../cli/run/executed-notebook.ts";
import { parseNotebook } from "../../../notebook/format/parse.ts";
import { toIpynb } from "../../../notebook/ipynb/to-ipynb.ts";

describe("an executed notebook", () => {
  const { notebook } = parseNotebook("// %%\n1 + 1\n");
  const text = executedNotebook(notebook, new Map([[0, { executionCount: 1, outputs: [] }]]));

  it("is known again, however a program orders and spaces its JSON", () => {
    assert.ok(isExecutedNotebook(text));
    // SAFETY: an object was written.
    const entries = Object.entries(JSON.parse(text) as object).reverse();
    assert.ok(isExecutedNotebook(JSON.stringify(Object.fromEntries(entries))));
  });

  it("is somebody's as soon as it is changed, and so is any other file", () => {
    for (const other of [text.replace("1 + 1", "1 + 2"), toIpynb(notebook), "a,b\n1,2\n", "{}", ""])
      assert.equal(isExecutedNotebook(other), false);
  });
});
