import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { TestNotebooks } from "../../support/language/test-notebooks.ts";

const checkout = fileURLToPath(new URL("../../..", import.meta.url));

describe("the language service", function () {
  this.timeout(120_000);
  let notebooks: TestNotebooks;

  beforeEach(async () => {
    notebooks = await TestNotebooks.open({
      "helper.ts":
        "export interface Help { readonly x: number }\nexport function helped(help: Help): number {\n  return help.x;\n}\n",
    });
  });

  afterEach(() => {
    notebooks.dispose();
  });

  const hover = async (key: string, cell: number, before: string): Promise<string> =>
    JSON.stringify((await notebooks.ask("hover", notebooks.at(key, cell, before)))?.contents);
  const labels = async (key: string, cell: number, before: string): Promise<readonly string[]> =>
    (await notebooks.ask("completion", notebooks.at(key, cell, before))).items.map(({ label }) => label);
  const rename = (key: string, cell: number, before: string, name: string) =>
    notebooks.ask("rename", { ...notebooks.at(key, cell, before), name });

  it("tells what a name is at its place, also when it is declared again with another type", async () => {
    await notebooks.show("a", [
      "/** How many */\nconst orders = 1;",
      "orders",
      'const orders = ["one"];',
      "orders;",
    ]);
    assert.match(await hover("a", 1, "ord"), /const orders: 1.*How many/);
    assert.match(await hover("a", 3, "ord"), /const orders: string\[\]/);
  });

  it("offers members and names that are there, and none of later cells or of the page", async () => {
    await notebooks.show("a", [
      'import { join } from "node:path";\nconst early = [1];',
      "early.\n;\n",
      "ear",
      "const late = 1;",
    ]);
    assert.ok((await labels("a", 1, "early.")).includes("toSorted"));
    const names = await labels("a", 2, "ear");
    assert.ok(names.includes("early") && names.includes("join") && names.includes("display"));
    for (const absent of ["late", "window", "frameElement"]) assert.ok(!names.includes(absent), absent);
  });

  it("leaves code as it is that the formatter gives up on", async () => {
    await notebooks.show("a", { kind: "text", text: "<$<<<" });
    const options = { tabSize: 2, insertSpaces: true };
    assert.deepEqual(await notebooks.ask("format", { key: "a", cell: 0, options, isTrusted: false }), []);
  });

  it("offers each name once behind a spread", async () => {
    await notebooks.show("a", ["const orders = { n: 1 };", "const all = { ...ord };"]);
    const found = await labels("a", 1, "...ord");
    assert.equal(found.filter((label) => label === "orders").length, 1);
  });

  it("offers what zx exports for import only where the notebook has zx", async () => {
    const types = { modulesFolders: [join(checkout, "node_modules")], typesFolder: checkout, missing: [] };
    const offered = async (key: string, npm: Readonly<Record<string, string>>): Promise<boolean> => {
      await notebooks.show(key, { kind: "cells", npm, code: ["quotePower"] }, types);
      return (await labels(key, 0, "quotePower")).includes("quotePowerShell");
    };
    assert.equal(await offered("without", {}), false);
    assert.equal(await offered("with", { zx: "^8.0.0" }), true);
  });

  it("imports into the cell at hand what a later cell imports", async () => {
    await notebooks.show("a", [
      "const a = 1;\nbasen",
      'import { basename } from "node:path";\nbasename("a");',
    ]);
    const { list, items } = await notebooks.ask("completion", notebooks.at("a", 0, "basen"));
    const index = items.findIndex(({ label }) => label === "basename");
    const { edits } = await notebooks.ask("resolveCompletion", { key: "a", list, index });
    const texts = await notebooks.after("a", Promise.resolve({ cells: [{ cell: 0, edits }] }));
    assert.equal(texts[0], 'import { basename } from "node:path";\nconst a = 1;\nbasen');
  });

  it("imports by a quick fix into the cell at hand", async () => {
    await notebooks.show("a", ['import { rmSync } from "node:fs";\nrmSync("a");', 'cpSync("a", "b");']);
    const { position } = notebooks.at("a", 1, "cp");
    const actions = await notebooks.ask("actions", {
      key: "a",
      cell: 1,
      range: { start: position, end: position },
    });
    const action = actions.find(({ title }) => title.includes('"node:fs"'));
    assert.ok(action !== undefined, JSON.stringify(actions.map(({ title }) => title)));
    assert.deepEqual(await notebooks.after("a", Promise.resolve(action.edits)), [
      'import { rmSync } from "node:fs";\nrmSync("a");',
      'import { cpSync } from "node:fs";\ncpSync("a", "b");',
    ]);
  });

  it("organizes the imports of each cell, with those that another cell uses", async () => {
    await notebooks.show("a", [
      'import { join, basename } from "node:path";\nimport { rmSync, cpSync } from "node:fs";\nbasename("a");',
      'cpSync("a", "b");',
    ]);
    assert.deepEqual(await notebooks.after("a", notebooks.ask("organizeImports", { key: "a" })), [
      'import { cpSync } from "node:fs";\nimport { basename } from "node:path";\nbasename("a");',
      'cpSync("a", "b");',
    ]);
  });

  it("renames in all cells what is declared more than once", async () => {
    await notebooks.show("a", [
      "const x = 1;\nconst o = { x };",
      "x;\no.x;",
      'const x = "a";',
      "f(x);\nfunction f(x: string) { return x; }",
    ]);
    assert.deepEqual(await notebooks.after("a", rename("a", 1, "x", "count")), [
      "const count = 1;\nconst o = { x: count };",
      "count;\no.x;",
      'const count = "a";',
      "f(count);\nfunction f(x: string) { return x; }",
    ]);
  });

  it("keeps what a package calls a property where a variable of that name is renamed", async () => {
    await notebooks.show("a", [
      'import { readFileSync } from "node:fs";\nconst encoding = "utf8";',
      'readFileSync("a", { encoding });',
    ]);
    assert.deepEqual(await notebooks.after("a", rename("a", 1, "{ enc", "code")), [
      'import { readFileSync } from "node:fs";\nconst code = "utf8";',
      'readFileSync("a", { encoding: code });',
    ]);
  });

  it("renames imports of packages in the cells alone", async () => {
    await notebooks.show("a", [
      'import { join } from "node:path";',
      'join("a");',
      'import { join } from "node:path";\njoin("b");',
    ]);
    const edits = await rename("a", 1, "jo", "joined");
    assert.deepEqual(edits?.files, []);
    assert.deepEqual(await notebooks.after("a", Promise.resolve(edits)), [
      'import { join as joined } from "node:path";',
      'joined("a");',
      'import { join as joined } from "node:path";\njoined("b");',
    ]);
  });

  it("renames what a module beside the notebook exports there too", async () => {
    await notebooks.show("a", [
      'import { helped } from "./helper.ts";\nhelped({ x: 1 });',
      "helped({ x: 2 });",
      'import { helped } from "./helper.ts";\nexport const o = { helped };',
      'import { helped as own } from "./helper.ts";\nown({ x: 1 });',
    ]);
    const edits = await rename("a", 1, "hel", "assisted");
    assert.deepEqual(await notebooks.after("a", Promise.resolve(edits)), [
      'import { assisted } from "./helper.ts";\nassisted({ x: 1 });',
      "assisted({ x: 2 });",
      'import { assisted } from "./helper.ts";\nexport const o = { helped: assisted };',
      'import { assisted as own } from "./helper.ts";\nown({ x: 1 });',
    ]);
    assert.deepEqual(edits?.files, [
      {
        uri: pathToFileURL(join(notebooks.folder, "helper.ts")).href,
        edits: [
          {
            range: { start: { line: 1, character: 16 }, end: { line: 1, character: 22 } },
            newText: "assisted",
          },
        ],
      },
    ]);
  });

  it("renames no word that is none: `this`", async () => {
    await notebooks.show("a", ["class T { x = 1; f() { return this.x; } }"]);
    assert.equal(await notebooks.ask("prepareRename", notebooks.at("a", 0, "th")), null);
    assert.equal(await rename("a", 0, "th", "that"), null);
  });

  it("renames no name that is written like one that is declared again", async () => {
    await notebooks.show("a", ["const x = 1;", "const x = 2;", "x·2;"]);
    assert.equal(await notebooks.ask("prepareRename", notebooks.at("a", 2, "x")), null);
    assert.notEqual(await notebooks.ask("prepareRename", notebooks.at("a", 1, "const x")), null);
  });

  it("renames no name that every cell has", async () => {
    await notebooks.show("a", [
      'const day: IsoDate = "2022-02-05";\ndisplay.html(day);',
      "const display = 1;",
    ]);
    for (const before of ["IsoD", "disp", "display.ht"]) {
      assert.equal(await notebooks.ask("prepareRename", notebooks.at("a", 0, before)), null, before);
      assert.equal(await rename("a", 0, before, "renamed"), null, before);
    }
  });

  it("answers about one notebook, whatever another one declares", async () => {
    await notebooks.show("a", ["const x = 1;", "x;"]);
    await notebooks.show("b", ['const x = "other";', "x;", "export {};"]);
    assert.match(await hover("a", 1, "x"), /const x: 1/);
    assert.deepEqual(await notebooks.ask("definition", { ...notebooks.at("a", 1, "x"), of: "definition" }), [
      { kind: "cell", cell: 0, range: { start: { line: 0, character: 6 }, end: { line: 0, character: 7 } } },
    ]);
    const edits = await rename("a", 1, "x", "y");
    assert.deepEqual(edits?.files, []);
    assert.deepEqual(await notebooks.problems("b"), []);
  });

  it("finds what is wrong in the cell that it is in", async () => {
    await notebooks.show("a", [
      "const x = 1;",
      "x.toUpperCase();\n`open ${x",
      'import missing from "no-such-package";',
      "x = 2;",
    ]);
    const problems = await notebooks.problems("a");
    assert.ok(
      problems.includes("1: toUpperCase: 2339") && problems.includes("3: x: 2588"),
      problems.join("\n"),
    );
    assert.ok(problems.some((problem) => problem.startsWith("2: ")));
    assert.ok(problems.every((problem) => !problem.startsWith("0: ")));
  });

  it("colours each cell as its own, also after a cell without code has come before it", async () => {
    await notebooks.show("a", ["const x = 1;", "x;"]);
    const tokens = (cell: number) => notebooks.ask("tokens", { key: "a", cell });
    const [first, second] = [await tokens(0), await tokens(1)];
    assert.deepEqual(
      second.map(({ line, character, length, type }) => ({ line, character, length, type })),
      [{ line: 0, character: 0, length: 1, type: "variable" }],
    );
    await notebooks.show("a", [null, "const x = 1;", "x;"]);
    assert.deepEqual([await tokens(0), await tokens(1), await tokens(2)], [[], first, second]);
  });

  it("answers about a notebook that is opened as text, in the lines of the file", async () => {
    const text =
      '/* ---\npipenb: 1\n--- */\n\n// %% name=one\nconst x = 1;\n\n// %% [markdown]\n// # x\n\n// %%\nx.toFixe;\nconst x = "a";\n';
    await notebooks.show("a", { kind: "text", text });
    assert.match(await hover("a", 0, "\nx"), /const x: 1/);
    assert.deepEqual(await notebooks.problems("a"), ["0: toFixe: 2551"]);
    const [after] = await notebooks.after("a", rename("a", 0, "\nx", "y"));
    assert.equal(after, text.replaceAll("const x", "const y").replace("x.toFixe", "y.toFixe"));
  });

  it("answers also when the text has half a character in it", async () => {
    await notebooks.show("a", ["const x = '\ud83d';", "x;"]);
    assert.match(await hover("a", 1, "x"), /const x/);
    await notebooks.show("a", ["const x = '\ud83d';", "x;", "const late = x.length;"]);
    assert.match(await hover("a", 2, "la"), /const late: number/);
  });

  it("knows the notebooks again after the server has died", async () => {
    await notebooks.show("a", ["const x = 1;", "x;"]);
    assert.match(await hover("a", 1, "x"), /const x: 1/);
    killServers();
    await notebooks.ask("hover", notebooks.at("a", 1, "x")).catch(() => undefined);
    await notebooks.show("a", ["const x = 12;", "x;"]);
    assert.match(await hover("a", 1, "x"), /const x: 12/);
  });

  it("knows the library for cells: its types, its words, and an import that is not there yet", async () => {
    await notebooks.show("a", [
      'import { writeWhole } from "pipenb";',
      'await writeWhole("a", "b");',
      "writeWhole(1);",
    ]);
    assert.match(
      await hover("a", 1, "writeW"),
      /function writeWhole\(path: string.*nobody ever sees half of it/s,
    );
    assert.deepEqual(await notebooks.problems("a"), ["2: writeWhole: 2554"]);
    await notebooks.show("a", ["writeWho"]);
    const { list, items } = await notebooks.ask("completion", notebooks.at("a", 0, "writeWho"));
    const index = items.findIndex(({ label }) => label === "writeWhole");
    const { edits } = await notebooks.ask("resolveCompletion", { key: "a", list, index });
    const texts = await notebooks.after("a", Promise.resolve({ cells: [{ cell: 0, edits }] }));
    assert.equal(texts[0], 'import { writeWhole } from "pipenb";\nwriteWho');
  });

  it("takes packages' types from another folder as soon as there is one", async () => {
    const code = ['import { made } from "made-up";', "made.toFixed();"];
    const content = { kind: "cells", npm: { "made-up": "1.0.0" }, code } as const;
    await notebooks.show("a", content, { modulesFolders: [], typesFolder: checkout, missing: ["made-up"] });
    const [first] = await notebooks.ask("diagnostics", { key: "a" });
    assert.match(JSON.stringify(first), /types of made-up come with the notebook's environment/);
    const folder = join(notebooks.folder, "environment");
    mkdirSync(join(folder, "node_modules/made-up"), { recursive: true });
    writeFileSync(
      join(folder, "node_modules/made-up/package.json"),
      '{ "name": "made-up", "types": "index.d.ts" }',
    );
    writeFileSync(join(folder, "node_modules/made-up/index.d.ts"), "export declare const made: string;\n");
    await notebooks.show("a", content, { modulesFolders: [folder], typesFolder: checkout, missing: [] });
    assert.deepEqual(await notebooks.problems("a"), ["1: toFixed: 2551"]);
  });
});

/** Ends the server processes that this process has started. */
function killServers(): void {
  const found = execFileSync("ps", ["-o", "pid=,args=", "--ppid", String(process.pid)], { encoding: "utf8" });
  const pids = found.split("\n").filter((line) => line.includes("--stdio") || line.includes("--lsp"));
  assert.ok(pids.length > 0, found);
  for (const line of pids) process.kill(Number.parseInt(line, 10), "SIGKILL");
}
