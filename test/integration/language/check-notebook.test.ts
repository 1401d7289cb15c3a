import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { checkNotebook } from "../../../language/check/check-notebook.ts";
import type { Problem } from "../../../notebook/model.ts";
import { notebookOf, type ShortCell } from "../../support/notebook-of.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));

function readFile(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function check(cells: readonly (ShortCell | string)[], npm: Record<string, string> = {}): readonly Problem[] {
  const notebook = notebookOf(cells, { image: { npm } });
  return checkNotebook(notebook, { path: join(root, "samples/x.pipenb"), readFile });
}

const short = ({ severity, message, line, column }: Problem): string =>
  `${line}:${column} ${severity} ${message}`;

describe("checking a notebook", () => {
  it("finds nothing wrong with a sound notebook", () => {
    const problems = check(
      [
        { kind: "markdown", text: "# Not code: const x: number = 'a'" },
        { kind: "parameters", text: 'const day: IsoDate = "2022-02-05";\nconst out: Path = "out";' },
        'import { join } from "node:path";\nconst file = join(out, `${day}.csv`);\nfile',
        'import { join } from "node:path";\nimport pl from "nodejs-polars";\nconst frame = pl.readCSV(file);\nframe.head()',
        "const frame = frame.toRecords();\ndisplay(frame);\ndisplay.html(join('a', `${process.pid}`));\nawait $`ls ${file}`;",
      ],
      { "nodejs-polars": "1" },
    );
    assert.deepEqual(problems, []);
  });

  it("says of what only another kernel has what to write instead, once for each use", () => {
    const problems = check([
      'import { display as show } from "tslab";\nconst a = Deno.env.get("A");\nshow.html(a ?? "");',
      'const text: string = await Deno.readTextFile("x");\nconsole.log(text.lengthh);',
      "function f(Deno: { cwd(): string }) {\n  return Deno.cwd();\n}\nf(process);",
    ]);
    assert.deepEqual(problems.map(short), [
      "4:1 error tslab.display belongs to tslab's kernel and is not here.",
      "5:11 error Deno.env.get is there in Deno only; cells run in Node.",
      "6:1 error tslab.display.html belongs to tslab's kernel and is not here.",
      "9:28 error Deno.readTextFile is there in Deno only; cells run in Node.",
      "10:18 error Property 'lengthh' does not exist on type 'string'. Did you mean 'length'?",
    ]);
    assert.match(problems[3]?.remedy ?? "", /await readFile\(path, "utf8"\)/);
  });

  it("leaves a Deno that is declared alone", () => {
    assert.deepEqual(
      check(["declare const Deno: { cwd(): string } | undefined;", "console.log(Deno?.cwd());"]),
      [],
    );
  });

  it("places a type error on its line of the file, also after names that were declared again", () => {
    const problems = check([
      "const orders = [1, 2];",
      "const orders = orders.map(String);",
      "const first = orders[0];\nconst wrong: number = first;\nconsole.log(wrong);",
    ]);
    assert.deepEqual(problems.map(short), ["11:7 error Type 'string' is not assignable to type 'number'."]);
  });

  it("gives syntax errors alone, with their places", () => {
    const problems = check(["const a = 1;", "const b = ;\nconst c: number = 'x';"]);
    assert.deepEqual(problems.map(short), ["7:11 error Expression expected."]);
  });

  it("names a package that the front matter lacks and a file that is not there", () => {
    const problems = check([
      'import { a } from "no-such-package/part";\nimport { b } from "./no-such-file.ts";\nimport "./gone.ts";\nf(a, b);\nfunction f(...all) {}',
    ]);
    assert.deepEqual(problems.map(short), [
      "4:19 error The package no-such-package is not among the notebook's packages.",
      "5:19 error There is no file ./no-such-file.ts beside the notebook.",
      "6:8 error There is no file ./gone.ts beside the notebook.",
    ]);
  });

  it("takes a package of the front matter that is not installed for whatever it is used as", () => {
    assert.deepEqual(
      check(['import { a } from "no-such-package";\nconst n: number = a.b.c();\nconsole.log(n);'], {
        "no-such-package": "1",
      }),
      [],
    );
  });

  it("asks for a type to be imported as a type, as Node does", () => {
    const [problem] = check(['import { PathLike } from "node:fs";\nlet s: PathLike;\ns = null;']);
    assert.match(problem?.message ?? "", /is a type and must be imported using a type-only import/);
  });

  it("warns of a promise nobody waits for", () => {
    const problems = check([
      'import { readFile } from "node:fs/promises";\nreadFile("a");\nawait readFile("b");',
    ]);
    assert.deepEqual(
      problems.map(({ severity, line }) => [severity, line]),
      [["warning", 5]],
    );
  });

  it("warns of parameters and imports that no cell uses", () => {
    const problems = check([
      { kind: "parameters", text: 'const day: IsoDate = "2022-02-05";' },
      'import { join, sep } from "node:path";\njoin("a");',
    ]);
    assert.deepEqual(problems.map(short), [
      "4:7 warning No cell uses the parameter day.",
      "7:1 warning sep is imported and never used.",
    ]);
  });

  it("warns of a cell that asks a person, in the export's words, unless input is the notebook's own", () => {
    const [problem, ...others] = check([
      'const day = await input("Day? ");\nconst again = await input("Sure? ");',
    ]);
    assert.deepEqual(
      [problem].map((each) => each && short(each)),
      ["4:19 warning input() asks a person, and a pipeline runs without one."],
    );
    assert.equal(problem?.remedy, "Make it a parameter.");
    assert.deepEqual(others, []);
    assert.deepEqual(check(["function input(text: string): string {\n  return text;\n}", 'input("a");']), []);
  });

  it("sees a name that only a later cell declares", () => {
    const problems = check(["console.log(total);", "const total = 1;"]);
    assert.deepEqual(problems.map(short), [
      "4:13 error Block-scoped variable 'total' used before its declaration.",
    ]);
  });

  it("is strict where the tsconfig beside the notebook is", () => {
    const notebook = notebookOf(["function f(a) { return a; }\nf(1);"]);
    const checkWith = (tsconfig: string): readonly string[] =>
      checkNotebook(notebook, {
        path: "/nowhere/below/x.pipenb",
        readFile: (path) => (path === "/nowhere/tsconfig.json" ? tsconfig : readFile(path)),
      }).map(short);
    assert.deepEqual(checkWith("{}"), []);
    assert.deepEqual(checkWith('{ "compilerOptions": { "strict": true } }'), [
      "4:12 error Parameter 'a' implicitly has an 'any' type.",
    ]);
    assert.deepEqual(checkWith('{ "compilerOptions": { "strict": true }, "include": ["src"] }'), []);
  });

  it("keeps the types of a name that is declared again apart, whoever looks at it", () => {
    const problems = check([
      "const orders = [1, 2];\nfunction first() { return orders[0].toFixed(); }",
      'const orders = "text";\norders.toUpperCase();\nfirst();',
      "class A { a = 1 }\nfunction f(): A { return new A(); }",
      "class A { b = 1 }\nnew A().b;\nf().a;\nconst { a: c } = f();",
      'import { readFileSync } from "node:fs";\nconst c = readFileSync("x", "utf8");\nc.trim();',
      'import { readFileSync } from "node:fs";\nreadFileSync("x", "utf8").trim();',
    ]);
    assert.deepEqual(problems.map(short), []);
  });

  it("takes `typeof` of a name that is a value and a type for the value", () => {
    const problems = check([
      "const Order = { parse: (text: string) => ({ id: text.length }) };",
      "type Order = ReturnType<typeof Order.parse>;\nconst one: Order = Order.parse('a');\none.id.toFixed();",
      "const again: typeof Order = Order;\nconst other: Order = again.parse('b');\nother.id.toFixed();",
    ]);
    assert.deepEqual(problems.map(short), []);
  });

  it("knows the notebook's packages from the folder of its environment", () => {
    const notebook = notebookOf(['import pl from "nodejs-polars";\npl.noSuchThing;'], {
      image: { npm: { "nodejs-polars": "1" } },
    });
    const [problem] = checkNotebook(notebook, {
      path: "/nowhere/x.pipenb",
      readFile,
      modulesFolders: [root],
    });
    assert.match(problem?.message ?? "", /'noSuchThing' does not exist/);
  });

  it("does without the types of Node where there are none", () => {
    const isNodeTypes = (path: string): boolean => path.includes("@types/node");
    const notebook = notebookOf([
      'import { join } from "node:path";\nconsole.log(join("a"), process.env.X, new URL("x:y"));\nconst n: number = "x";',
    ]);
    const problems = checkNotebook(notebook, {
      path: "/nowhere/x.pipenb",
      readFile: (path) => (isNodeTypes(path) ? undefined : readFile(path)),
    });
    assert.deepEqual(problems.map(short), ["6:7 error Type 'string' is not assignable to type 'number'."]);
  });
});
