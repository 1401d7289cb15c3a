import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { parseNotebook } from "../../../../notebook/format/parse.ts";
import { writeNotebook } from "../../../../notebook/format/write.ts";
import type { FrontMatter } from "../../../../notebook/front-matter.ts";

const COMMENTED = fixture("front-matter-comments");

function fixture(name: string): string {
  return readFileSync(new URL(`../../../fixtures/format/${name}.pipenb`, import.meta.url), "utf8");
}

/** The file with its front matter changed. */
function edited(file: string, change: (before: FrontMatter) => FrontMatter): string {
  const { notebook } = parseNotebook(file);
  return writeNotebook({ ...notebook, frontMatter: change(notebook.frontMatter) });
}

describe("reading front matter", () => {
  it("gives what the YAML says, with the defaults filled in", () => {
    const { frontMatter } = parseNotebook(COMMENTED).notebook;
    assert.equal(frontMatter.title, "Daily orders");
    assert.deepEqual(frontMatter.image.npm, { arquero: "^8.0.3" });
    assert.deepEqual(frontMatter.image.apt, []);
    assert.deepEqual(frontMatter.secrets, []);
  });

  it("keeps the keys that are right beside those that are wrong", () => {
    const { frontMatter } = parseNotebook(fixture("front-matter-wrong-types")).notebook;
    assert.deepEqual(frontMatter.secrets, ["db"]);
    assert.deepEqual(frontMatter.mounts, []);
  });

  it("follows aliases", () => {
    const { frontMatter } = parseNotebook(fixture("front-matter-alias")).notebook;
    assert.equal(frontMatter.services["b"]?.image, "postgres:16");
  });

  it("nested without end is a problem, not a crash", () => {
    const { problems } = parseNotebook(`/* ---\ntitle: ${"[".repeat(10_000)}\n--- */\n`);
    assert.equal(problems[0]?.severity, "error");
  });
});

describe("editing front matter", () => {
  it("keeps comments, order and style", () => {
    const written = edited(COMMENTED, (before) => ({
      ...before,
      title: "Weekly orders",
      image: { ...before.image, npm: { ...before.image.npm, zod: "^4.0.0" } },
      mounts: [...before.mounts, "./log:/log"],
    }));
    assert.equal(
      written,
      COMMENTED.replace("Daily", "Weekly")
        .replace("# frames\n", "# frames\n    zod: ^4.0.0\n")
        .replace("/data/output\n", "/data/output\n  - ./log:/log\n"),
    );
  });

  it("takes out what goes back to its default", () => {
    const written = edited(COMMENTED, (before) => ({ ...before, title: undefined, mounts: [] }));
    const { frontMatter } = parseNotebook(written).notebook;
    assert.equal(frontMatter.title, undefined);
    assert.ok(!written.includes("mounts"));
    assert.ok(written.includes("# small on purpose"));
  });

  it("keeps the line ends of the file", () => {
    const written = edited(COMMENTED.replaceAll("\n", "\r\n"), (before) => ({ ...before, secrets: ["db"] }));
    assert.equal(written.replaceAll("\r\n", "").includes("\n"), false);
    assert.deepEqual(parseNotebook(written).notebook.frontMatter.secrets, ["db"]);
  });

  it("adds a block to a file that has none, below its #! line", () => {
    const written = edited("#!/usr/bin/env pipenb\n// %%\n1\n", (before) => ({ ...before, title: "New" }));
    assert.equal(written, "#!/usr/bin/env pipenb\n/* ---\npipenb: 1\ntitle: New\n--- */\n\n// %%\n1\n");
  });

  it("never lets a value end the comment around the block", () => {
    const files = ["lib/**/*.json"];
    const written = edited(COMMENTED, (before) => ({ ...before, image: { ...before.image, files } }));
    const { notebook, problems } = parseNotebook(written);
    assert.deepEqual(notebook.frontMatter.image.files, files);
    assert.deepEqual(problems, []);
  });

  it("takes out a service that another one is an alias of", () => {
    const written = edited(fixture("front-matter-alias"), ({ services, ...before }) => ({
      ...before,
      services: Object.fromEntries(Object.entries(services).filter(([name]) => name === "b")),
    }));
    const { notebook, problems } = parseNotebook(written);
    assert.deepEqual(Object.keys(notebook.frontMatter.services), ["b"]);
    assert.deepEqual(problems, []);
  });

  it("changes a service and leaves its alias as it was", () => {
    const written = edited(fixture("front-matter-alias"), ({ services, ...before }) => ({
      ...before,
      services: Object.fromEntries(
        Object.entries(services).map(([name, service]) => [
          name,
          name === "a" ? { ...service, image: "redis:7" } : service,
        ]),
      ),
    }));
    const { services } = parseNotebook(written).notebook.frontMatter;
    assert.deepEqual([services["a"]?.image, services["b"]?.image], ["redis:7", "postgres:16"]);
  });

  it("keeps YAML that could not be read, as a comment", () => {
    const file = fixture("front-matter-invalid-yaml");
    const written = edited(file, (before) => ({ ...before, title: "Mended" }));
    assert.ok(written.includes('# title: "open\n# mounts: [a\n'));
    assert.deepEqual(parseNotebook(written).problems, []);
  });

  it("reads back as it was meant, whatever is set on whichever file", () => {
    for (const name of ["front-matter-alias", "front-matter-wrong-types", "front-matter-list", "empty"]) {
      const written = edited(fixture(name), (before) => ({
        ...before,
        title: "*/ --- */\n--- */",
        environment: { A: "1", "b c": "# no comment", __proto__x: "y" },
        services: { db: { image: "postgres:16", environment: { X: "true" }, ports: [5432], keep: true } },
      }));
      const { frontMatter } = parseNotebook(written).notebook;
      assert.equal(frontMatter.title, "*/ --- */\n--- */", name);
      assert.deepEqual(frontMatter.environment, { A: "1", "b c": "# no comment", __proto__x: "y" });
      assert.deepEqual(frontMatter.services["db"]?.environment, { X: "true" });
    }
  });
});
