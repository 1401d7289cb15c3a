import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as z from "zod";
import { parseNotebook } from "../../../../notebook/format/parse.ts";
import { writeNotebook } from "../../../../notebook/format/write.ts";
import type { Imported } from "../../../../notebook/foreign/imported.ts";
import { fromIpynb } from "../../../../notebook/ipynb/from-ipynb.ts";
import { toIpynb } from "../../../../notebook/ipynb/to-ipynb.ts";
import type { Problem } from "../../../../notebook/model.ts";

const jupyter = readFileSync(new URL("../../../fixtures/ipynb/jupyter.ipynb", import.meta.url), "utf8");

function read(json: string): Imported {
  const result = fromIpynb(json);
  assert.ok(result.kind === "notebook");
  return result;
}

function refusal(json: string): Problem {
  const result = fromIpynb(json);
  assert.ok(result.kind === "failed");
  return result.problem;
}

const code = (source: string, metadata: object): object => ({ cell_type: "code", metadata, source });
const ipynb = (cells: readonly object[]): string => JSON.stringify({ nbformat: 4, metadata: {}, cells });

describe("reading a Jupyter notebook", () => {
  const { notebook, findings } = read(jupyter);

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
      findings.map(({ cell, message }) => `${cell} ${message.slice(0, 36)}`),
      ["undefined The notebook's metadata authors is l", "5 The cell has no text or is of no kno"],
    );
    assert.ok(notebook.cells[5]?.text.includes('"cell_type": "heading"'));
  });

  it("says nothing of metadata that is empty", () => {
    assert.deepEqual(read('{"nbformat":4,"metadata":{"widgets":{}},"cells":[]}').findings, []);
  });

  it("says so when the cells are in another language", () => {
    const python = read('{"nbformat":4,"metadata":{"language_info":{"name":"python"}},"cells":[]}');
    assert.match(python.findings[0]?.message ?? "", /written in python/);
  });

  it("takes a parameters cell that is none over as a code cell, and keeps its tag", () => {
    const tagged = read(
      ipynb([
        code("const day = new Date();", { tags: ["parameters"] }),
        code("const limit = 3;", { tags: ["parameters", "first"] }),
        code("const more = 4;", { tags: ["parameters"] }),
      ]),
    );
    assert.deepEqual(
      tagged.notebook.cells.map(({ kind, attributes }) => `${kind} ${attributes.get("tags")}`),
      ["code parameters", "parameters first", "code parameters"],
    );
    assert.deepEqual(
      tagged.findings.map(({ cell, message }) => `${cell} ${message.slice(0, 34)}`),
      ["0 The cell has the tag parameters an", "2 The cell has the tag parameters an"],
    );
  });

  it("gives a name to the first cell that has it, and gives it back to the others on the way to Jupyter", () => {
    const cells = [code("1", { name: "a" }), code("2", { name: "a" }), code("3", { name: "" })];
    const twice = read(ipynb(cells));
    assert.deepEqual(
      twice.notebook.cells.map(({ name }) => name),
      ["a", undefined, undefined],
    );
    assert.deepEqual(
      twice.findings.map(({ cell }) => cell),
      [1],
    );
    const again: unknown = JSON.parse(toIpynb(twice.notebook));
    const Names = z.object({ cells: z.array(z.object({ metadata: z.object({ name: z.string() }) })) });
    assert.deepEqual(
      Names.parse(again).cells.map(({ metadata }) => metadata.name),
      ["a", "a", ""],
    );
  });

  it("refuses what is no notebook of format 4, with the place where there is one", () => {
    const errors = ['{"nbformat":4,\n "cells": [1 2]}', '{"nbformat":3,"worksheets":[]}', "[]", "7", ""].map(
      (text) => refusal(text),
    );
    assert.ok(errors.every((problem) => problem.severity === "error"));
    assert.deepEqual([errors[0]?.line, errors[0]?.column], [2, 14]);
    assert.match(errors[1]?.message ?? "", /format 3/);
  });

  it("reads its own text format back from a file that went through it", () => {
    const again = read(toIpynb(parseNotebook(writeNotebook(notebook)).notebook)).notebook;
    assert.deepEqual(again.cells, notebook.cells);
    assert.deepEqual(again.frontMatter, notebook.frontMatter);
  });
});
