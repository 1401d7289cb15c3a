import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { parseNotebook } from "../../../../notebook/format/parse.ts";
import { writeNotebook } from "../../../../notebook/format/write.ts";
import type { Parsed } from "../../../../notebook/model.ts";

const folder = new URL("../../../fixtures/format/", import.meta.url);
const files = readdirSync(folder).sort();

/** A file's cells and problems, one line each. */
interface Expected {
  readonly cells: readonly string[];
  readonly problems?: readonly string[];
}

const FIRST_AND_LAST = ["2 code name=a", "8 code name=b"];

/** Cells as `line kind name`, problems as `severity line:column start of the message`. */
const TABLE: Readonly<Record<string, Expected>> = {
  empty: { cells: [] },
  "only-blank-lines": { cells: [] },
  "bom-only": { cells: [] },
  "bom-then-marker": { cells: ["2 code name=a"] },
  "lone-cr": { cells: ["2 code name=a", "5 code name=b"] },
  "mixed-eol": { cells: ["6 code", "10 markdown"] },
  "only-front-matter-no-newline": { cells: [] },
  "marker-without-newline": { cells: ["2 code"] },
  "adjacent-markers": { cells: ["2 code name=a", "3 code name=b", "4 markdown", "5 parameters"] },
  "text-before-first-marker": { cells: ["1 code", "4 code name=a"] },
  "text-after-front-matter": { cells: ["5 code", "8 code"] },
  "no-markers-at-all": { cells: ["1 code"] },
  shebang: { cells: ["8 code"] },
  "marker-in-template": { cells: FIRST_AND_LAST },
  "marker-in-nested-template": { cells: ["2 code name=a", "9 code name=b"] },
  "marker-in-block-comment": { cells: FIRST_AND_LAST },
  "marker-in-doc-comment": { cells: ["2 code name=a", "9 code name=b"] },
  "marker-after-string-continuation": { cells: ["2 code name=a", "4 code name=b"] },
  "backtick-in-regex": { cells: ["2 code name=a", "7 code name=b"] },
  "backtick-in-strings": { cells: ["2 code name=a", "6 code name=b"] },
  "division-not-regex": { cells: ["2 code name=a", "5 code name=b"] },
  "typescript-syntax": { cells: ["6 code name=a", "12 code name=b"] },
  "unicode-line-separators": { cells: ["2 code name=a", "7 code name=c"] },
  "indented-markers": { cells: ["2 code name=a"] },
  "marker-spacing": { cells: ["2 code name=a", "4 code name=b"] },
  "marker-blanks": { cells: ["2 code name=a"] },
  "marker-in-fence": {
    cells: ["6 markdown", "12 code the= second= half=", "17 code"],
    problems: ["warning 11:1 This line starts a cell, inside the fence that is"],
  },
  "markdown-with-backticks": { cells: ["2 markdown", "8 code name=b"] },
  "broken-string": { cells: ["2 code name=a", "5 code name=b"] },
  "broken-template": {
    cells: ["2 code name=a", "5 code name=b", "8 code name=c"],
    problems: ["warning 2:11 The template literal that starts here is not closed"],
  },
  "broken-template-expression": {
    cells: ["2 code name=a", "5 code name=b"],
    problems: ["warning 2:11 The template literal that starts here is not closed"],
  },
  "broken-template-last-cell": {
    cells: ["2 code name=a", "5 code name=b"],
    problems: ["warning 5:11 The template literal that starts here is not closed"],
  },
  "broken-comment": {
    cells: ["2 code name=a", "5 markdown", "8 code name=c"],
    problems: ["warning 2:1 The comment that starts here is not closed"],
  },
  "two-broken-templates-unfinished": {
    cells: ["2 code name=a", "5 code name=b"],
    problems: ["warning 2:11 The template literal", "warning 5:11 The template literal"],
  },
  "duplicate-names": {
    cells: ["2 code name=a", "5 code name=b", "8 code name=a"],
    problems: ["error 7:1 The name `a` is already that of the cell on line 1."],
  },
  "two-parameters-cells": {
    cells: ["2 parameters", "5 parameters"],
    problems: ["error 4:1 A notebook has one parameters cell; the first is on line 1."],
  },
  "attribute-open-quote": {
    cells: ["2 code name=a note=never closed", "5 code name=b"],
    problems: ["warning 1:14 A quote on this marker line is never closed"],
  },
  "attributes-twice": {
    cells: ["2 code name=y a=2"],
    problems: ["warning 1:11 `a` is given twice", "warning 1:22 `name` is given twice"],
  },
  "unknown-attributes": {
    cells: ["2 code name=a tags=x,y collapsed= timeout=30 url=https://x.example/?q=1"],
  },
  "quoted-attributes": {
    cells: ['2 code name=clean orders note=say "hi"\tnow single=it is odd key=1 empty= u=\u2028'],
  },
  "unknown-kind": {
    cells: ["2 code [raw]= format=html"],
    problems: ["warning 1:7 `[raw]` is not a kind of cell"],
  },
  "two-kinds": { cells: ["2 parameters"], problems: ["warning 1:18 The kind of the cell is given twice"] },
  "kind-touching": { cells: ["2 markdown name=intro"] },
  "name-empty": {
    cells: ["2 code", "5 code"],
    problems: ["warning 1:7 The cell's name is empty.", "warning 4:7 The cell's name is empty."],
  },
  "markdown-unprefixed-line": {
    cells: ["2 markdown"],
    problems: ["warning 3:1 A line of this markdown cell does not start with `// `"],
  },
  "front-matter-never-closed": {
    cells: ["1 code", "6 code name=a", "9 code"],
    problems: [
      "error 1:1 The front matter that starts here is never closed",
      "warning 1:1 The comment that starts here is not closed",
    ],
  },
  "front-matter-star-slash": {
    cells: ["7 code"],
    problems: ["warning 4:1 The front matter is closed by `*/` alone."],
  },
  "front-matter-star-slash-inside": {
    cells: ["7 code"],
    problems: ["warning 3:24 `*/` ends the comment for TypeScript here"],
  },
  "front-matter-not-first": {
    cells: ["1 code", "9 code"],
    problems: ["warning 3:1 Front matter counts only at the top"],
  },
  "front-matter-loose-spacing": { cells: ["8 code"] },
  "front-matter-invalid-yaml": {
    cells: ["8 code"],
    problems: ["error 5:1 The front matter is not valid YAML: Missing closing"],
  },
  "front-matter-duplicate-key": {
    cells: ["8 code"],
    problems: ["error 4:1 The front matter is not valid YAML: Map keys must be unique"],
  },
  "front-matter-tab-indent": {
    cells: ["8 code"],
    problems: ["error 4:1 The front matter is not valid YAML: Tabs are not allowed"],
  },
  "front-matter-alias-bomb": {
    cells: ["10 code"],
    problems: ["error 2:1 The front matter is not valid YAML: Excessive alias count"],
  },
  "front-matter-two-documents": {
    cells: ["8 code"],
    problems: ["error 3:1 The front matter is not valid YAML: Source contains multiple documents"],
  },
  "front-matter-unknown-keys": {
    cells: ["10 code"],
    problems: ["error 3:1 `tilte` is not known", "error 6:3 `image.atp` is not known"],
  },
  "front-matter-proto-key": {
    cells: ["8 code"],
    problems: ["error 3:1 `__proto__` is not known", "error 4:1 `constructor` is not known"],
  },
  "front-matter-wrong-types": {
    cells: ["16 code"],
    problems: [
      "error 3:1 `title` must be text.",
      "error 5:3 `image.apt` must be a list.",
      "error 6:10 `image.npm.arquero` must be text.",
      "error 9:5 `mounts.1` must be text.",
      "error 11:3 `environment.PORT` must be text.",
    ],
  },
  "front-matter-service-without-image": {
    cells: ["9 code"],
    problems: [
      "error 4:3 `services.db.image` is missing.",
      "error 5:13 `services.db.ports.0` must be a number.",
    ],
  },
  "front-matter-list": {
    cells: ["7 code"],
    problems: ["error 2:1 The front matter must be a map of keys."],
  },
  "front-matter-empty": { cells: ["5 code"], problems: ["error 1:1 `pipenb`, the version"] },
  "front-matter-without-version": { cells: ["6 code"], problems: ["error 1:1 `pipenb`, the version"] },
  "front-matter-next-version": { cells: ["6 code"], problems: ["error 2:1 `pipenb` must be 1"] },
};

function text(file: string): string {
  return readFileSync(new URL(file, folder), "utf8");
}

function cellsOf({ notebook }: Parsed): readonly string[] {
  return notebook.cells.map(({ line, kind, name, attributes }) =>
    [
      line,
      kind,
      ...(name === undefined ? [] : [`name=${name}`]),
      ...Array.from(attributes, ([key, value]) => `${key}=${value}`),
    ].join(" "),
  );
}

describe("the files of test/fixtures/format", () => {
  for (const file of files) {
    it(`${file} is written with the bytes it was read from`, () => {
      assert.ok(
        Buffer.from(writeNotebook(parseNotebook(text(file)).notebook)).equals(
          readFileSync(new URL(file, folder)),
        ),
      );
    });
  }

  for (const [name, expected] of Object.entries(TABLE)) {
    it(`${name} has the cells and problems it should`, () => {
      const parsed = parseNotebook(text(`${name}.pipenb`));
      assert.deepEqual(cellsOf(parsed), expected.cells);
      const wanted = expected.problems ?? [];
      const found = parsed.problems.map(({ severity, line, column, message }, index) =>
        `${severity} ${line}:${column} ${message}`.slice(0, wanted[index]?.length),
      );
      assert.deepEqual(found, wanted);
    });
  }

  it("hold no other problems", () => {
    const silent = files.filter((file) => TABLE[file.replace(".pipenb", "")]?.problems === undefined);
    assert.deepEqual(
      silent.flatMap((file) => parseNotebook(text(file)).problems),
      [],
    );
  });

  it("give every problem a remedy", () => {
    const problems = files.flatMap((file) => parseNotebook(text(file)).problems);
    assert.ok(problems.every(({ remedy }) => remedy !== undefined));
  });
});
