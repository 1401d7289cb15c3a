import assert from "node:assert/strict";
import { runBothWays } from "../support/both-ways.ts";
import { runPipenb } from "../support/command-line.ts";

describe("cells of a run and of the exported pipeline", function () {
  this.timeout(120_000);

  it("show a cell that is one object literal, and take its work over", async () => {
    const { run, outputs, exported } = await runBothWays(
      [
        "// %% name=set-up\nconst rows = 3;\nconst count = async () => {\n  console.log('counted');\n  return rows;\n};",
        "// %% name=shown\n{ rows: 2, total: 31.5 }",
        "// %% name=works\n{ rows, counted: await count() }; // as an object",
        "// %% name=block\n{ const inner = rows + 1; console.log(inner); }",
      ].join("\n\n"),
    );
    assert.equal(run.code, 0, run.stderr);
    assert.equal(run.stdout, "{ rows: 2, total: 31.5 }\ncounted\n{ rows: 3, counted: 3 }\n4\n");
    assert.deepEqual(outputs[1]?.[0]?.["data"], { "text/plain": "{ rows: 2, total: 31.5 }" });
    assert.equal(exported.code, 0, exported.stderr);
    assert.equal(exported.stdout, "counted\n4\n");
  });

  it("have one number wherever they are named: that of their place in the notebook", async () => {
    const { run, exported } = await runBothWays(
      "// %% [markdown]\n// # About\n\n// %%\nconst n = 1;\n\n// %% [markdown]\n// more\n\n// %%\nthrow new Error(`no ${n}`);\n",
    );
    assert.match(run.stderr, /── cell 4 \(2 of 2\)/);
    assert.match(run.stderr, /^daily\.pipenb:15:7 cell 4$/m);
    assert.match(run.stderr, /^cell 4 failed after/m);
    assert.match(exported.stderr, /^Cell 4 failed: Error: no 1$/m);
  });

  it("are called by that number by `pipenb check`", async () => {
    const { stdout } = await runPipenb(["check", "test/fixtures/cli/unnamed.pipenb"]);
    assert.match(stdout, /^test\/fixtures\/cli\/unnamed\.pipenb:9:7 cell 2: /m);
  });
});
