import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startTestKernel } from "../../support/kernel-process.ts";
import type { TestKernel } from "../../support/kernel-process.ts";

describe("the kernel's variables", () => {
  let kernel: TestKernel;
  before(async () => {
    kernel = await startTestKernel();
  });
  after(() => kernel.stop());

  const names = async (): Promise<readonly string[] | undefined> =>
    (await kernel.client.variables())?.map(({ name }) => name);

  it("are none before a cell has run", async () => {
    assert.deepEqual(await kernel.client.variables(), []);
  });

  it("are told with type, shape and preview after each cell", async () => {
    await kernel.run("const limit: number = 3;\nlet days = ['2022-02-05'];");
    await kernel.run("var late = true;\nfunction twice(n: number) { return 2 * n; }\nlimit;");
    const told = await kernel.client.variables();
    assert.deepEqual(
      told?.find(({ name }) => name === "limit"),
      { name: "limit", type: "number", preview: "3" },
    );
    assert.deepEqual(
      told.find(({ name }) => name === "days"),
      { name: "days", type: "Array", shape: [1], preview: "[ '2022-02-05' ]" },
    );
    assert.deepEqual(told.map(({ name }) => name).toSorted(), ["days", "late", "limit", "twice"]);
  });

  it("are told once each, however often and as whatever a name was declared", async () => {
    for (let runs = 0; runs < 3; runs++) await kernel.run("const again = 1;\nvar loose = 2;");
    await kernel.run("function again() { return 3; }");
    await kernel.run("class again {}");
    await kernel.run("globalThis.again = 4;\nvar again = 5;");
    const told = (await names())?.filter((name) => name === "again" || name === "loose");
    assert.deepEqual(told?.toSorted(), ["again", "loose"]);
  });

  it("are what the notebook declares: no imports, and nothing of what libraries and compilers put beside", async () => {
    await writeFile(
      join(kernel.folder, "library.mjs"),
      "globalThis.__zod_globalRegistry = {};\nglobalThis.registry = {};\nexport const size = 1;\nexport default 2;",
    );
    const before = await names();
    await kernel.run("import whole, { size as mine } from './library.mjs';\nimport * as fs from 'node:fs';");
    await kernel.run(
      "function logged(method: any, context: any) { return method; }\nclass Shop { @logged open() { return mine; } }",
    );
    assert.deepEqual((await names())?.filter((name) => before?.includes(name) !== true).toSorted(), [
      "Shop",
      "logged",
    ]);
  });

  it("include a name that was imported once and is the notebook's own now, and the reverse", async () => {
    await kernel.run("import { join } from 'node:path';\nconst mineFirst = 1;");
    await kernel.run("const join = 'of the notebook';\nimport { basename as mineFirst } from 'node:path';");
    const told = await names();
    assert.equal(told?.includes("join"), true);
    assert.equal(told.includes("mineFirst"), false);
  });

  it("leave out what was declared but never given a value because its cell failed", async () => {
    await kernel.run("throw new Error('no');\nconst never = 1;");
    assert.equal((await names())?.includes("never"), false);
  });

  it("are not told while a cell runs, and again when it has ended", async () => {
    const run = kernel.run("await new Promise((resolve) => { globalThis.go = resolve; });");
    const busy = Promise.withResolvers<undefined>();
    const stopListening = kernel.client.onMessage(({ header }) => {
      if (header.msg_type === "execute_input") busy.resolve(undefined);
    });
    await busy.promise;
    stopListening();
    assert.equal(await kernel.client.variables(), undefined);
    await kernel.client.interrupt();
    await run;
    assert.ok((await names())?.includes("limit"));
  });

  it("are 200 where there are more, those of the newest cells", async () => {
    await kernel.run(Array.from({ length: 250 }, (_, index) => `const many${index} = ${index};`).join("\n"));
    await kernel.run("const newest = 1;");
    const told = await names();
    assert.equal(told?.length, 200);
    assert.equal(told.at(-1), "newest");
  });

  it("can be inspected also when their names are not of ASCII", async () => {
    await kernel.run("const größe = 12;");
    const { content } = await kernel.client.request("shell", "inspect_request", {
      code: "größe",
      cursor_pos: 5,
    });
    const data = { "text/plain": "12", "text/markdown": "number · 12" };
    assert.deepEqual(content, { status: "ok", found: true, data, metadata: {} });
  });

  it("are gone in a kernel that was started over", async () => {
    await kernel.client.shutdown(true);
    await kernel.run("const fresh = 1;");
    assert.deepEqual(await names(), ["fresh"]);
  });
});
