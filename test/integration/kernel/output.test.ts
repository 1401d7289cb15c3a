import assert from "node:assert/strict";
import { startTestKernel } from "../../support/kernel-process.ts";
import type { TestKernel } from "../../support/kernel-process.ts";

describe("what cells show", () => {
  let kernel: TestKernel;
  before(async () => {
    kernel = await startTestKernel({ modules: process.cwd() });
  });
  after(() => kernel.stop());

  it("shows a frame of the notebook's own polars in all its forms", async () => {
    const { events, trace } = await kernel.run(
      'import pl from "nodejs-polars";\npl.DataFrame({ day: ["2022-02-05"], rain: [1.5] })',
    );
    assert.equal(trace, "");
    const [result] = events;
    assert.ok(result?.type === "execute_result");
    const { data, metadata } = result;
    assert.deepEqual(Object.keys(data), ["application/vnd.apache.arrow.stream", "text/html", "text/plain"]);
    const { pipenb } = metadata as { pipenb: { frame: { id: unknown } } };
    const { id } = pipenb.frame;
    assert.equal(typeof id, "string");
    assert.deepEqual(pipenb, { frame: { id, rows: 1, columns: 2, shown: 1 } });
  });

  it("keeps what is displayed and printed in order", async () => {
    const { events } = await kernel.run(
      'display([{ a: 1 }]); console.log("between"); display.html("<b>"); const shown = display(1); shown.update(2);',
    );
    assert.deepEqual(
      events.map(({ type }) => type),
      ["display_data", "stream", "display_data", "display_data", "update_display_data"],
    );
  });

  it("shows a cell that is one object literal, as every REPL does", async () => {
    await kernel.run("const rows = 3;\nconst count = async () => rows;");
    for (const [code, shown] of [
      ["{ rows: 2, total: 31.5 }", "{ rows: 2, total: 31.5 }"],
      ["{}", "{}"],
      ["{ rows }", "{ rows: 3 }"],
      ["// first\n{ rows, counted: await count() }; // last", "{ rows: 3, counted: 3 }"],
      ['{ [Symbol.for("Jupyter.display")]: () => ({ "text/plain": "shown" }) }', "shown"],
    ] as const) {
      const { result, trace } = await kernel.run(code);
      assert.deepEqual([result, trace], [shown, ""], code);
    }
    const block = await kernel.run("{ const inner = rows + 1; console.log(inner); }");
    assert.deepEqual([block.stdout, block.result, block.trace], ["4\n", undefined, ""]);
    const { trace } = await kernel.run("{\n  rows: 2,\n  total: nowhere,\n}");
    assert.match(trace, /> 3 \| {3}total: nowhere,\n {4}\| {10}\^/);
  });

  it("streams the output of a shell command", async () => {
    const { stdout, stderr, trace } = await kernel.run("const listed = await $`echo out; echo err >&2`;");
    assert.deepEqual([stdout, stderr, trace], ["out\n", "err\n", ""]);
  });

  it("names the line of the cell where a shell command failed", async () => {
    const { trace } = await kernel.run("const go = async () => {\n  await $`exit 3`;\n};\nawait go();");
    assert.match(trace, /> 2 \| {3}await \$`exit 3`;/);
    assert.match(trace, /CommandFailed: "exit 3" ended with exit code 3/);
  });
});
