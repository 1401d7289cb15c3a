import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { parseNotebook } from "../../../../notebook/format/parse.ts";
import { writeNotebook } from "../../../../notebook/format/write.ts";
import { fromIpynb } from "../../../../notebook/ipynb/from-ipynb.ts";
import { toIpynb } from "../../../../notebook/ipynb/to-ipynb.ts";

const jupyter = readFileSync(new URL("../../../fixtures/ipynb/jupyter.ipynb", import.meta.url), "utf8");

describe("reading a Jupyter notebook", () => {
  const { notebook, problems } = fromIpynb(jupyter);

  it("takes over kinds, names and texts", () => {
    assert.deepEqual(
      notebook.cells.slice(0, 5).map(({ kind, name, text }) => [kind, name, text]),
      [
        ["markdown", undefined, "# Orders\n\n![a](attachment:a.png)"],
        ["parameters", undefined, 'const day: IsoDate = "2022-02-05";'],
        ["code", "clean", "// %% not a marker here\n1;"],
        ["markdown", undefined, "<b>raw</b>"],
        ["code", undefined, ""],
      ],
    );
  });

  it("keeps tags, metadata, attachments and raw cells as attributes", () => {
    assert.deepEqual(
      notebook.cells.slice(0, 4).map(({ attributes }) => Object.fromEntries(attributes)),
      [
        {
          "ipynb.metadata": '{"slideshow":{"slide_type":"slide"}}',
          "ipynb.attachments": '{"a.png":{"image/png":"iVBORw0KGgo="}}',
        },
        { tags: "daily" },
        { tags: "c", "ipynb.metadata": '{"collapsed":true,"tags":["a,b"]}' },
        { "ipynb.type": "raw", "ipynb.metadata": '{"format":"text/html"}' },
      ],
    );
  });

  it("takes the title into the front matter", () => {
    assert.equal(notebook.frontMatter.title, "Orders by day");
    assert.ok(writeNotebook(notebook).startsWith("/* ---\npipenb: 1\ntitle: Orders by day\n--- */\n\n// %%"));
  });

  it("names what it leaves behind and shows a cell it cannot read", () => {
    assert.deepEqual(
      problems.map(({ severity, message }) => `${severity} ${message.slice(0, 40)}`),
      [
        "warning The notebook's metadata authors is left ",
        "warning Cell 6 of the Jupyter notebook has no te",
      ],
    );
    assert.ok(notebook.cells[5]?.text.includes('"cell_type": "heading"'));
  });

  it("says so when the cells are in another language", () => {
    const python = fromIpynb('{"nbformat":4,"metadata":{"language_info":{"name":"python"}},"cells":[]}');
    assert.match(python.problems[0]?.message ?? "", /written in python/);
  });

  it("refuses what is no notebook of format 4, with the place where there is one", () => {
    const errors = ['{"nbformat":4,\n "cells": [1 2]}', '{"nbformat":3,"worksheets":[]}', "[]", "7", ""].map(
      (text) => fromIpynb(text).problems[0],
    );
    assert.ok(errors.every((problem) => problem?.severity === "error"));
    assert.deepEqual([errors[0]?.line, errors[0]?.column], [2, 14]);
    assert.match(errors[1]?.message ?? "", /format 3/);
  });

  it("reads its own text format back from a file that went through it", () => {
    const again = fromIpynb(toIpynb(parseNotebook(writeNotebook(notebook)).notebook)).notebook;
    assert.deepEqual(again.cells, notebook.cells);
    assert.deepEqual(again.frontMatter, notebook.frontMatter);
  });
});
