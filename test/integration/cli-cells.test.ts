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

  it("print the errors they catch with the lines of the notebook, and without those of the kernel", async () => {
    const { run, exported } = await runBothWays(
      [
        '// %% name=first\nfunction thrower() { throw new Error("caught one"); }\ntry { thrower(); } catch (e) { console.error(e); console.log((e as Error).stack); }',
        '// %% name=second\ntry { thrower(); } catch (e) { console.log(String((e as Error).stack).split("\\n").length); console.log({ wrapped: e }); }\nconsole.trace("here");\nconsole.log(new Error("not thrown"));',
        '// %% name=third\nconst inner = new RangeError("inner");\nconsole.log(new AggregateError([new Error("outer", { cause: inner })], "all"));\nconst fs = await import("node:fs");\nawait fs.promises.readFile("nowhere").catch((error) => console.log(error.stack.split("\\n").length > 0));\ntry { Buffer.from(5 as never); } catch (e) { console.log((e as Error).stack); }\nlet count: number | undefined = 1; const deep = async () => { await 1; throw new Error("async one"); };\ntry { await deep(); } catch (e) { console.log(e); }',
      ].join("\n\n"),
    );
    assert.equal(run.code, 0, run.stderr);
    assert.doesNotMatch(run.stdout + run.stderr, /pipenb-cell|node:internal|kernel\/|file:/);
    const caught =
      'Error: caught one\n    at thrower (daily.pipenb:6:28 cell "first")\n    at daily.pipenb:7:7 cell "first"\n';
    assert.ok(run.stderr.includes(caught), run.stderr);
    assert.ok(run.stdout.startsWith(`${caught}3\n`), run.stdout);
    assert.match(
      run.stdout,
      /wrapped: Error: caught one\n {6}at thrower \(daily\.pipenb:6:28 cell "first"\)/,
    );
    assert.match(run.stderr, /^Trace: here\n {4}at daily\.pipenb:11:9 cell "second"$/m);
    assert.match(run.stdout, /^Error: not thrown\n {4}at daily\.pipenb:12:13 cell "second"$/m);
    assert.match(run.stdout, /AggregateError: all\n {4}at daily\.pipenb:16:13 cell "third"/);
    assert.match(run.stdout, /\[cause\]: RangeError: inner\n +at daily\.pipenb:15:15 cell "third"/);
    assert.match(
      run.stdout,
      /TypeError \[ERR_INVALID_ARG_TYPE\]: .*\n.*\n {4}at daily\.pipenb:19:\d+ cell "third"/,
    );
    assert.match(run.stdout, /Error: async one\n {4}at deep \(daily\.pipenb:20:78 cell "third"\)/);

    assert.equal(exported.code, 0, exported.stderr);
    const words = (text: string): string =>
      text.replaceAll(
        /(?:file:\/\/)?[^\s(]*(?:pipeline\.ts|daily\.pipenb):\d+:\d+(?: cell "\w+")?/g,
        "PLACE",
      );
    assert.equal(words(exported.stdout), words(run.stdout));
    assert.doesNotMatch(exported.stdout + exported.stderr, /node:internal|runner\.mjs/);
  });

  it("say that nobody can be asked for input, with the line that asks", async () => {
    const notebook = "test/fixtures/cli/asks.pipenb";
    const run = await runPipenb(["run", "--runtime", "local", notebook]);
    assert.equal(run.code, 1);
    assert.match(run.stderr, /^asks\.pipenb:6:13 cell 1$/m);
    assert.match(run.stderr, /^Error: Nobody can be asked for input here\. Make it a parameter instead\.$/m);
    assert.match(run.stderr, /^ +at async asks\.pipenb:6:13 cell 1$/m);
    assert.doesNotMatch(run.stderr, /node:|kernel\//);
    const exported = await runPipenb(["export", notebook, "--out", "test/never-written"]);
    assert.equal(exported.code, 1);
    assert.match(exported.stderr, /input\(\) asks a person, and a pipeline runs without one\./);
  });

  it("have what comes late among their own outputs, marked as late", async () => {
    const { run, outputs } = await runBothWays(
      [
        '// %% name=starter\nsetTimeout(() => console.log("late from starter"), 150);\nconst shown = display("first");\nconsole.log("starter done");',
        '// %% name=waiter\nawait new Promise((r) => setTimeout(r, 600));\nshown.update("second");\nconsole.log("waiter done");',
        '// %% name=last\nconsole.log("last");\nconst timer = setTimeout(() => console.log("after the last cell"), 100);',
      ].join("\n\n"),
    );
    assert.equal(run.code, 0, run.stderr);
    const shownIn = (index: number): unknown[] =>
      (outputs[index] ?? []).map(({ text, data }) => text ?? (data as Record<string, unknown>)["text/plain"]);
    assert.deepEqual(shownIn(0), [
      "'second'",
      "starter done\n",
      "(after the cell had ended)\nlate from starter\n",
    ]);
    assert.deepEqual(shownIn(1), ["waiter done\n"]);
    assert.deepEqual(shownIn(2), ["last\n", "(after the cell had ended)\nafter the last cell\n"]);
  });

  it("tell a failure that comes late with its cell and its line", async () => {
    const { run, outputs, exported } = await runBothWays(
      '// %% name=forgetful\nconst timer = setTimeout(() => {\n  throw new Error("too late");\n}, 50);\n\n// %% name=next\nawait new Promise((r) => setTimeout(r, 400));',
    );
    assert.match(run.stderr, /After its cell had ended:\ndaily\.pipenb:7:9 cell "forgetful"/);
    assert.deepEqual(
      outputs[0]?.map(({ output_type, ename }) => [output_type, ename]),
      [["error", "Error"]],
    );
    assert.equal(run.code, exported.code);
  });
});
