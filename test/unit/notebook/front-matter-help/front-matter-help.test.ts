import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { completeFrontMatter } from "../../../../notebook/front-matter-help/complete.ts";
import { hoverFrontMatter } from "../../../../notebook/front-matter-help/hover.ts";
import { frontMatterJsonSchema, knownKeys } from "../../../../notebook/front-matter-help/json-schema.ts";
import type { ValueSchema } from "../../../../notebook/front-matter-help/json-schema.ts";
import { parseNotebook } from "../../../../notebook/format/parse.ts";

const docs = readFileSync(new URL("../../../../docs/format.md", import.meta.url), "utf8");

/** A file whose front matter is `yaml`, and where its `|` stood. */
function typed(yaml: string, eol = "\n"): { text: string; offset: number } {
  const text = `/* ---\n${yaml}\n--- */\n\n// %% name=first\n1;\n`.replaceAll("\n", eol);
  return { text: text.replace("|", ""), offset: text.indexOf("|") };
}

/** The labels at the `|`. */
function labels(yaml: string, eol = "\n"): readonly string[] {
  const { text, offset } = typed(yaml, eol);
  return completeFrontMatter(text, offset).map(({ label }) => label);
}

/** The front matter once the suggestion is taken, `|` where the cursor is then. */
function taken(yaml: string, label: string): string {
  const { text, offset } = typed(yaml);
  const found = completeFrontMatter(text, offset).find((each) => each.label === label);
  assert.ok(found, `${label} is suggested`);
  const lineStart = text.lastIndexOf("\n", found.start - 1) + 1;
  const indent = /^ */.exec(text.slice(lineStart))?.[0] ?? "";
  const put = found.snippet.replaceAll("\n", `\n${indent}`).replace("$0", "|");
  const after = text.slice(0, found.start) + put + text.slice(found.end);
  return after.slice("/* ---\n".length, after.indexOf("\n--- */"));
}

describe("completion in the front matter", () => {
  it("suggests the keys of the map that the cursor is in, without those that are there", () => {
    assert.deepEqual(labels("pipenb: 1\ntitle: Orders\n|"), [
      "image",
      "services",
      "mounts",
      "secrets",
      "environment",
      "schedule",
      "retries",
      "timeout",
      "manifest",
    ]);
    assert.deepEqual(labels("pipenb: 1\nimage:\n  base: alpine\n  a|\nmounts: []"), [
      "apt",
      "npm",
      "dockerfile",
      "files",
      "memory",
      "cpus",
    ]);
    assert.deepEqual(labels("services:\n  db:\n    image: postgres\n    |"), [
      "environment",
      "command",
      "ports",
      "ready",
      "verify",
      "keep",
    ]);
  });

  it("works inside brackets, also those that are not closed yet", () => {
    assert.deepEqual(labels("image: { base: alpine, | }"), [
      "apt",
      "npm",
      "dockerfile",
      "files",
      "memory",
      "cpus",
    ]);
    assert.deepEqual(labels("image: { base: alpine, "), []);
    assert.deepEqual(labels("image: { base: alpine, n|"), [
      "apt",
      "npm",
      "dockerfile",
      "files",
      "memory",
      "cpus",
    ]);
    assert.ok(labels("services: { db: { image: p| } }").includes("postgres:17"));
  });

  it("writes a key with the indented line, dash or brackets that its value needs", () => {
    assert.equal(taken("pipenb: 1\nim|", "image"), "pipenb: 1\nimage:\n  |");
    assert.equal(taken("image:\n  |", "apt"), "image:\n  apt:\n    - |");
    assert.equal(taken("image: { | }", "npm"), "image: { npm: { | } }");
    assert.equal(taken("image: { | }", "base"), "image: { base: | }");
    assert.equal(taken("|", "pipenb"), "pipenb: 1");
    assert.equal(taken("ti|: Orders", "title"), "title: Orders");
    assert.equal(taken("services:\n  |", "db"), "services:\n  ${1:db}:\n    image: |");
  });

  it("suggests values: images, the format's version, versions known beside the notebook", () => {
    assert.equal(labels("image:\n  base: |")[0], "node:24-bookworm-slim");
    assert.deepEqual(labels("pipenb: |"), ["1"]);
    const { text, offset } = typed("image:\n  npm: { arquero: | }");
    const known = completeFrontMatter(text, offset, new Map([["arquero", "^8.0.3"]]));
    assert.deepEqual(
      known.map(({ snippet }) => snippet),
      ["^8.0.3"],
    );
  });

  it("replaces the whole value, also one in quotes", () => {
    assert.equal(taken("image:\n  base: node:2|2-slim", "ubuntu:24.04"), "image:\n  base: ubuntu:24.04");
    assert.equal(taken('image:\n  base: "no|de"', "ubuntu:24.04"), 'image:\n  base: "ubuntu:24.04"');
  });

  it("gives an item of a list its dash", () => {
    assert.equal(
      taken("mounts:\n  |", "./data/output:/data/output"),
      "mounts:\n  - ./data/output:/data/output",
    );
    assert.equal(
      taken("mounts:\n  - ./a:/a\n  |", "./data/output:/data/output"),
      "mounts:\n  - ./a:/a\n  - ./data/output:/data/output",
    );
    assert.deepEqual(labels("mounts: [ ./data/input:/data/input:ro, | ]"), ["./data/output:/data/output"]);
  });

  it("is silent in comments, in cells and in files without front matter", () => {
    assert.deepEqual(labels("pipenb: 1 # im|"), []);
    assert.deepEqual(labels("# |"), []);
    const { text } = typed("pipenb: 1");
    assert.deepEqual(completeFrontMatter(text, text.indexOf("1;")), []);
    assert.deepEqual(completeFrontMatter("// %%\nima", 9), []);
  });

  it("is silent between the two characters of a line end", () => {
    const text = "/* ---\r\nnpm: { zod: \r\n--- */\r\n";
    assert.deepEqual(completeFrontMatter(text, text.indexOf("\n--- */")), []);
  });

  it("works with the line ends of Windows and in a block that is not closed yet", () => {
    assert.ok(labels("pipenb: 1\nimage:\n  |", "\r\n").includes("base"));
    const text = "/* ---\npipenb: 1\nim";
    assert.ok(completeFrontMatter(text, text.length).some(({ label }) => label === "image"));
  });
});

describe("hover in the front matter", () => {
  it("says what the key means, with its default and an example", () => {
    const { text, offset } = typed("pipenb: 1\nimage: { ba|se: alpine }");
    const hover = hoverFrontMatter(text, offset);
    assert.match(hover?.markdown ?? "", /\*\*image\.base\*\*/);
    assert.match(hover?.markdown ?? "", /any Linux image/i);
    assert.match(hover?.markdown ?? "", /Default: `node:24-bookworm-slim`/);
    assert.equal(text.slice(hover?.start, hover?.end), "base");
  });

  it("says nothing of unknown keys and of values", () => {
    for (const yaml of ["colour|: red", "image:\n  base: alp|ine"]) {
      const { text, offset } = typed(yaml);
      assert.equal(hoverFrontMatter(text, offset), undefined);
    }
  });
});

describe("help in the front matter", () => {
  it("never throws and stays within its line, wherever it is asked for in whatever text", () => {
    const folder = new URL("../../../fixtures/format/", import.meta.url);
    const files = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), "utf8"));
    const pieces = fc.constantFrom(
      ..."pipenb: 1|image:|  base: x|\n|\r\n|\r|  |    |- |{ |}|[|]|, |\"|'|#|&a |*a|<<: |? |: |!!str |>\n|\t|\uFEFF|é🦊|// %%\n|--- */|*/|npm: { zod: |services:|\n---\n|%YAML 1.2|\uE000".split(
        "|",
      ),
    );
    const made = fc.array(pieces, { maxLength: 30 }).map((each) => `/* ---\n${each.join("")}\n--- */\n1;\n`);
    const texts = fc.oneof(made, fc.constantFrom(...files), fc.string({ unit: "binary" }));
    fc.assert(
      fc.property(texts, fc.nat(), (text, at) => {
        const offset = at % (text.length + 1);
        for (const { start, end } of completeFrontMatter(text, offset)) {
          assert.ok(start <= offset && offset <= end);
          assert.doesNotMatch(text.slice(start, end), /[\r\n]/);
        }
        hoverFrontMatter(text, offset);
      }),
      { numRuns: 500 },
    );
  });
});

describe("an unknown key", () => {
  it("is told with the known one that was meant", () => {
    const text = "/* ---\npipenb: 1\nimage: { bse: alpine }\nservice: {}\ncolour: red\n--- */\n";
    assert.deepEqual(
      parseNotebook(text).problems.map(({ remedy }) => remedy),
      ["Did you mean `base`?", "Did you mean `services`?", "Correct its spelling or remove it."],
    );
  });
});

describe("the documentation of the format", () => {
  it("has the words and defaults of the schema for every key", () => {
    for (const [path, { description, default: byDefault }] of leaves("", frontMatterJsonSchema())) {
      const shown =
        typeof byDefault === "string" || byDefault === true
          ? `\`${String(byDefault)}\``
          : path === "pipenb"
            ? ""
            : "none";
      const row = docs.split("\n").find((line) => line.startsWith(`| \`${path}\` `));
      const cells = row?.split("|").map((cell) => cell.trim());
      assert.deepEqual(cells?.slice(2, 4), [description, shown], path);
    }
  });
});

/** The keys without keys of their own, by their path. */
function leaves(path: string, schema: ValueSchema): readonly (readonly [string, ValueSchema])[] {
  const { properties, additionalProperties } = schema;
  const join = (key: string): string => (path === "" ? key : `${path}.${key}`);
  if (knownKeys(schema).length > 0) {
    return Object.entries(properties ?? {}).flatMap(([key, inner]) =>
      typeof inner === "object" ? leaves(join(key), inner) : [],
    );
  }
  const isMapOfMaps = typeof additionalProperties === "object" && knownKeys(additionalProperties).length > 0;
  return isMapOfMaps ? leaves(join("NAME"), additionalProperties) : [[path, schema]];
}
