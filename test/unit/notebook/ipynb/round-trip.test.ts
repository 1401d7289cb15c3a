import assert from "node:assert/strict";
import fc from "fast-check";
import * as z from "zod";
import { parseNotebook } from "../../../../notebook/format/parse.ts";
import { writeNotebook } from "../../../../notebook/format/write.ts";
import { fromIpynb } from "../../../../notebook/ipynb/from-ipynb.ts";
import { toIpynb } from "../../../../notebook/ipynb/to-ipynb.ts";
import { propertyRuns } from "../../../support/property-runs.ts";

const CellSchema = z.object({
  cell_type: z.string(),
  source: z.union([z.string(), z.array(z.string()).transform((lines) => lines.join(""))]),
  metadata: z.record(z.string(), z.unknown()),
  attachments: z.record(z.string(), z.unknown()).optional(),
});
const NotebookSchema = z.object({ cells: z.array(CellSchema) });

const anyText = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc
    .array(fc.constantFrom("// %%", "\n", "`", "${", "/*", "*/", "\\", "const a = 1;", " ", "// ", "%%", '"'))
    .map((pieces) => pieces.join("")),
);
const anyName = fc.oneof(fc.constantFrom("a", "b", "two words", ""), anyText);
const anyTags = fc.array(fc.oneof(fc.constantFrom("parameters", "a,b", "x y", "é", ""), anyText), {
  maxLength: 4,
});
const anyMetadata = fc
  .record(
    { name: anyName, tags: anyTags, collapsed: fc.boolean(), "@a/b": fc.jsonValue(), note: anyText },
    { requiredKeys: [] },
  )
  .map((metadata) => metadata as Record<string, unknown>); // SAFETY: a record of values is one of unknown.
const anyCell = fc.record({
  cell_type: fc.constantFrom("code", "markdown", "raw"),
  source: anyText,
  metadata: anyMetadata,
  attachments: fc.option(fc.constant({ "a b.png": { "image/png": "iVBORw0KGgo=" } }), { nil: undefined }),
});

/** What both ways must keep; the order of tags means nothing, nor do blank lines at the end of code. */
function content(json: string): unknown {
  return NotebookSchema.parse(JSON.parse(json)).cells.map(({ cell_type, source, metadata, attachments }) => {
    const { tags, ...other } = metadata;
    delete other["pipenb"];
    const list: readonly unknown[] = Array.isArray(tags) ? tags : [];
    const lines = source.replaceAll(/\r\n?/g, "\n");
    return {
      cell_type,
      source: cell_type === "code" ? lines.replace(/(?:^|\n)[ \t\n]*$/, "") : lines,
      other: JSON.stringify(Object.entries(other).sort(([a], [b]) => a.localeCompare(b))),
      tags: [...new Set(list)].map((tag) => JSON.stringify(tag)).sort(),
      attachments: cell_type === "code" ? undefined : attachments,
    };
  });
}

function throughPipenb(json: string): string {
  const read = fromIpynb(json);
  assert.ok(read.kind === "notebook");
  return toIpynb(parseNotebook(writeNotebook(read.notebook)).notebook);
}

describe("a Jupyter notebook that goes to .pipenb and back", () => {
  it("keeps text, kind, names, tags, metadata and attachments of its cells", () => {
    fc.assert(
      fc.property(fc.array(anyCell, { maxLength: 5 }), (cells) => {
        const json = JSON.stringify({ nbformat: 4, metadata: {}, cells });
        const back = throughPipenb(json);
        assert.deepEqual(content(back), content(json));
        assert.deepEqual(content(throughPipenb(back)), content(json));
      }),
      propertyRuns(200),
    );
  });

  it("becomes a notebook without an error, whatever names and tags it has", () => {
    fc.assert(
      fc.property(fc.array(anyCell, { maxLength: 5 }), (cells) => {
        const read = fromIpynb(JSON.stringify({ nbformat: 4, metadata: {}, cells }));
        assert.ok(read.kind === "notebook");
        const { problems } = parseNotebook(writeNotebook(read.notebook));
        assert.deepEqual(
          problems.filter(({ severity }) => severity === "error"),
          [],
        );
      }),
      propertyRuns(200),
    );
  });
});
