import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Knowledge, KnowledgeRequest } from "../../../protocol/knowledge.ts";
import { startTestKernel } from "../../support/kernel-process.ts";
import type { TestKernel } from "../../support/kernel-process.ts";

describe("what the running kernel knows", function () {
  this.timeout(300_000);
  let kernel: TestKernel;
  before(async () => {
    kernel = await startTestKernel({ modules: resolve(import.meta.dirname, "../../..") });
  });
  after(() => kernel.stop());

  const run = async (code: string): Promise<void> => {
    assert.equal((await kernel.run(code)).trace, "");
  };
  const ask = async (request: KnowledgeRequest): Promise<Knowledge> => {
    const told = await kernel.client.knowledge(request);
    assert.ok(told !== undefined, "no cell runs");
    return told;
  };
  const columns = async (...frames: readonly string[]): Promise<readonly string[]> => {
    const { tables } = await ask({ about: "columns", frames: [...frames], orAny: false });
    return tables.flatMap((table) => table.columns.map(({ name, type }) => `${name}: ${type}`));
  };
  const value = async (expression: string) => (await ask({ about: "value", expression })).value;

  it("is nothing before a cell has run", async () => {
    assert.deepEqual(await ask({ about: "columns", frames: ["orders"], orAny: true }), {
      tables: [],
      files: [],
    });
  });

  it("is the columns of dataframes of every library", async () => {
    await run(`
      import pl from "nodejs-polars";
      const orders = pl.DataFrame({ id: [1, 2, 3], "Ship to": ["a", "b", null] });
      const lazy = orders.lazy().select("id");`);
    await run(`
      import { tableFromArrays } from "apache-arrow";
      const arrow = tableFromArrays({ day: Int32Array.of(1, 2), rain: Float64Array.of(0.5, 1) });`);
    await run(`import * as aq from "arquero";\nconst table = aq.table({ town: ["x"], people: [3] });`);
    await run(
      `import * as dfd from "danfojs-node";\nconst df = new dfd.DataFrame({ a: [1, 2], b: ["x", "y"] });`,
    );
    await run(`const rows = [{ name: "n", at: new Date(0) }, { name: null, extra: 1n }];`);
    assert.deepEqual(await columns("orders"), ["id: Float64", "Ship to: String"]);
    assert.deepEqual(await columns("lazy"), ["id: lazy"]);
    assert.deepEqual(await columns("arrow"), ["day: Int32", "rain: Float64"]);
    assert.deepEqual(await columns("table"), ["town: string", "people: number"]);
    assert.deepEqual(await columns("df"), ["a: int32", "b: string"]);
    assert.deepEqual(await columns("rows"), ["name: string", "at: Date", "extra: bigint"]);
    assert.deepEqual(await columns("nowhere", "rows[0]", "df", "rows"), ["a: int32", "b: string"]);
  });

  it("is the columns of all dataframes where none is named, the newest first", async () => {
    const { tables } = await ask({ about: "columns", frames: ["nowhere"], orAny: true });
    assert.deepEqual(
      tables.map(({ name }) => name),
      ["rows", "df", "table", "arrow", "lazy", "orders"],
    );
  });

  it("is the tables of DuckDB's databases, read beside the cells' own connections", async () => {
    await run(`
      import { DuckDBInstance } from "@duckdb/node-api";
      const database = await DuckDBInstance.create(":memory:");
      const connection = await database.connect();
      await connection.run("CREATE TABLE sales (id INTEGER, price DECIMAL(9, 2)); CREATE SCHEMA old; CREATE TABLE old.sales (day DATE)");
      await connection.run("INSERT INTO sales SELECT range, 1 FROM range(10000)");
      const streaming = await connection.stream("SELECT * FROM sales");
      const first = await streaming.fetchChunk();`);
    const { tables } = await ask({ about: "tables" });
    const known = tables.filter(({ kind }) => kind === "table");
    assert.deepEqual(known, [
      {
        kind: "table",
        schema: "main",
        name: "sales",
        columns: [
          { name: "id", type: "INTEGER" },
          { name: "price", type: "DECIMAL(9,2)" },
        ],
      },
      { kind: "table", schema: "old", name: "sales", columns: [{ name: "day", type: "DATE" }] },
    ]);
    assert.ok(tables.some(({ kind, name }) => kind === "frame" && name === "orders"));
    assert.deepEqual(await columns("streaming"), ["id: INTEGER", "price: DECIMAL(9,2)"]);
    // The result that streams goes on where it was.
    const rest = await kernel.run("let count = first.rowCount;\nfor await (const chunk of streaming) count += chunk.rowCount;\ncount"); // prettier-ignore
    assert.equal(rest.result, "10000");
  });

  it("is the names alone of tables that only a connection of the cells can see", async () => {
    await run(`await connection.run('CREATE TEMP TABLE "kept apart" AS SELECT 1 AS x');`);
    const { tables } = await ask({ about: "tables" });
    assert.deepEqual(tables.at(-1), { kind: "table", name: "kept apart", columns: [] });
  });

  it("is a value's shape and first rows", async () => {
    await run(`
      const many = pl.DataFrame(Object.fromEntries(Array.from({ length: 12 }, (_, i) => ["c" + i, Array.from({ length: 1461 }, (_, row) => i === 0 ? "<b>" + row : row)])));
      const text = "a\\n" + "x".repeat(1000);`);
    const known = await value("many");
    assert.deepEqual([known?.type, known?.shape, known?.columns.length], ["DataFrame", [1461, 12], 8]);
    assert.deepEqual(known?.rows.map((row) => row.slice(0, 2)), [["<b>0", "0"], ["<b>1", "1"], ["<b>2", "2"], ["<b>3", "3"], ["<b>4", "4"]]); // prettier-ignore
    assert.equal((await value("text"))?.preview.length, 120);
    assert.deepEqual((await value("rows"))?.rows[0], ["n", "1970-01-01T00:00:00.000Z", null]);
    assert.equal(await value("nowhere"), undefined);
  });

  it("is the files of the folder that cells are in, folders first, and hidden ones only when asked for", async () => {
    mkdirSync(join(kernel.folder, "data/input"), { recursive: true });
    writeFileSync(join(kernel.folder, "data/orders.csv"), "");
    writeFileSync(join(kernel.folder, "data/.hidden"), "");
    const files = async (folder: string, prefix = ""): Promise<readonly string[]> =>
      (await ask({ about: "files", folder, prefix })).files.map(({ name, isFolder }) => (isFolder ? `${name}/` : name)); // prettier-ignore
    assert.deepEqual(await files("data/"), ["input/", "orders.csv"]);
    assert.deepEqual(await files("./data/", "or"), ["orders.csv"]);
    assert.deepEqual(await files(`${kernel.folder}/data/`, "."), [".hidden"]);
    assert.deepEqual(await files("nowhere/"), []);
    await run(`process.chdir("data");`);
    assert.deepEqual(await files(""), ["input/", "orders.csv"]);
    await run(`process.chdir("..");`);
  });

  it("runs no code of the cells", async () => {
    await run(`
      let touched = 0;
      const touch = () => { touched += 1; return "touched"; };
      const getters = [{ get price() { return touch(); }, id: 1 }];
      const proxy = new Proxy([{ a: 1 }], { get: touch, has: () => { touch(); return true; }, ownKeys: () => { touch(); return []; }, getPrototypeOf: () => { touch(); return null; }, getOwnPropertyDescriptor: () => { touch(); return undefined; } });
      const item = [proxy];
      const tagged = { get [Symbol.toStringTag]() { return touch(); } };
      const custom = { [Symbol.for("nodejs.util.inspect.custom")]: touch, toString: touch, valueOf: touch, toJSON: touch };
      const outer = { get inner() { return touch(); } };
      class Mine { get columns() { return touch(); } get schema() { return touch(); } }
      const mine = new Mine();`);
    for (const expression of [
      "getters",
      "proxy",
      "item",
      "tagged",
      "custom",
      "outer",
      "outer.inner",
      "outer.inner.deep",
      "mine",
      "mine.columns",
      "touch",
    ]) {
      // prettier-ignore
      await ask({ about: "value", expression });
      await ask({ about: "columns", frames: [expression], orAny: true });
      for (const type of ["inspect_request", "complete_request"])
        for (const code of [expression, `${expression}.`])
          await kernel.client.request("shell", type, { code, cursor_pos: code.length });
    }
    await ask({ about: "tables" });
    assert.equal((await kernel.run("touched")).result, "0");
    assert.deepEqual(await columns("getters"), ["price: getter", "id: number"]);
  });

  it("is refused for what is more than names and members", async () => {
    for (const expression of ["touch()", "a = 1", "a; b", "a[b]", "new A", "`x`", 'a["\\""]', ""]) {
      const request = { about: "value", expression };
      const { content } = await kernel.client.request("shell", "pipenb_knowledge_request", request);
      // SAFETY: every reply has a status.
      assert.equal((content as { status: string }).status, "error", expression);
    }
  });

  it("is told at once while a cell runs: files, and of values that it is busy", async () => {
    const running = kernel.run("for (const until = Date.now() + 60_000; Date.now() < until;);");
    const busy = Promise.withResolvers<undefined>();
    const stopListening = kernel.client.onMessage(({ header }) => {
      if (header.msg_type === "execute_input") busy.resolve(undefined);
    });
    await busy.promise;
    stopListening();
    assert.equal(
      await kernel.client.knowledge({ about: "columns", frames: ["orders"], orAny: true }),
      undefined,
    );
    assert.equal(await kernel.client.knowledge({ about: "tables" }), undefined);
    assert.equal(await kernel.client.knowledge({ about: "value", expression: "orders" }), undefined);
    const { files } = await ask({ about: "files", folder: "data/", prefix: "or" });
    assert.deepEqual(files, [{ name: "orders.csv", isFolder: false }]);
    await kernel.client.interrupt();
    await running;
    assert.deepEqual(await columns("orders"), ["id: Float64", "Ship to: String"]);
  });
});
