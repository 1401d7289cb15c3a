import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { connectKernel } from "../../../protocol/client.ts";
import { ranOf, startTestKernel } from "../../support/kernel-process.ts";
import type { TestKernel } from "../../support/kernel-process.ts";
import { execute, follow } from "../../support/execution.ts";

describe("running cells", () => {
  let kernel: TestKernel;
  before(async () => {
    kernel = await startTestKernel();
  });
  after(() => kernel.stop());

  const write = (name: string, text: string): void => {
    const path = join(kernel.folder, name);
    mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(path, text);
  };

  for (const [what, cells, result] of [
    ["gives the value of the last expression", ["1 + 1"], "2"],
    ["awaits at the top level", ["await Promise.resolve(3)"], "3"],
    ["declares a const again", ["const a: number = 1", "const a = 'x'; a"], "'x'"],
    [
      "declares a const again as let, function and class",
      ["const k = 1", "let k = 2", "function k() {}", "class k { static v = 5 }", "k.v"],
      "5",
    ],
    ["keeps the variables of earlier cells", ["let n = 1", "n += 1; n"], "2"],
    ["has enums", ["enum Colour { Red, Green }", "Colour.Green"], "1"],
    ["has namespaces", ["namespace Geo { export const radius = 6371 }", "Geo.radius"], "6371"],
    [
      "has decorators",
      [
        "const twice = (f: any, _: any) => function (this: any) { return 2 * f.call(this); };\nclass C { @twice m() { return 4; } }\nnew C().m()",
      ],
      "8",
    ],
    ["imports a module of Node", ['import { basename } from "node:path";\nbasename("/a/b")'], "'b'"],
    [
      "imports the same name again",
      ['import fs from "node:fs"', 'import fs from "node:fs";\ntypeof fs.readFileSync'],
      "'function'",
    ],
    ["imports dynamically", ['(await import("node:path")).sep'], "'/'"],
    ["has the notebook's place in import.meta", ["import.meta.filename.endsWith('/daily.pipenb')"], "true"],
    [
      "takes the kernel's token out of the environment",
      ["Object.keys(process.env).filter((name) => /^PIPENB_(KERNEL|RUNTIME)$/.test(name)).length"],
      "0",
    ],
  ] as const) {
    it(what, async () => {
      const ran = [];
      for (const cell of cells) ran.push(await kernel.run(cell));
      assert.equal(ran.map(({ trace }) => trace).join(""), "");
      assert.equal(ran.at(-1)?.result, result);
    });
  }

  it("imports TypeScript, JavaScript and JSON files beside the notebook", async () => {
    write("lib/area.ts", "export const area = (r: number): number => r * 2;");
    write("lib/name.js", "export default 'name';");
    write("lib/data.json", '{"a": [1]}');
    const { result, trace } = await kernel.run(
      'import { area } from "./lib/area.ts";\nimport name from "./lib/name.js";\nimport data from "./lib/data.json" with { type: "json" };\n[area(2), name, data.a[0]].join()',
    );
    assert.deepEqual([trace, result], ["", "'4,name,1'"]);
  });

  it("imports a changed file anew", async () => {
    write("version.ts", "export const version = 1;");
    assert.equal((await kernel.run('import { version } from "./version.ts";\nversion')).result, "1");
    await new Promise((resolve) => setTimeout(resolve, 10));
    write("version.ts", "export const version = 2;");
    assert.equal((await kernel.run('import { version } from "./version.ts";\nversion')).result, "2");
  });

  it("imports npm packages beside the notebook", async () => {
    write("node_modules/left/package.json", '{"name":"left","type":"module","exports":"./index.js"}');
    write("node_modules/left/index.js", "export const pad = (text) => '>' + text;");
    assert.equal((await kernel.run('import { pad } from "left";\npad("x")')).result, "'>x'");
  });

  it("says where to add a package that is not there", async () => {
    const { trace } = await kernel.run('1;\nimport x from "not-there";', { cell: "load", line: 20 });
    assert.match(trace, /daily\.pipenb:21:1 cell "load"/);
    assert.match(
      trace,
      /The package not-there is not among the notebook's packages\. Add it under image\.npm/,
    );
  });

  it("refuses a name that a module does not export", async () => {
    const { trace } = await kernel.run('import { nothing } from "node:path";');
    assert.match(trace, /does not provide an export named 'nothing'/);
  });

  it("sends what consoles, streams and child processes write, in order", async () => {
    const { stdout, stderr } = await kernel.run(
      'import { execFileSync } from "node:child_process";\nconsole.log("one"); process.stdout.write("two\\n"); console.error("three");\nexecFileSync("sh", ["-c", "echo four"], { stdio: "inherit" });',
    );
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.match(stdout, /^one\ntwo\n/);
    assert.equal(stderr, "three\n");
  });

  it("loses no line of a hundred thousand", async () => {
    const { stdout } = await kernel.run("for (let i = 0; i < 100_000; i++) console.log('line', i);");
    const lines = stdout.trimEnd().split("\n");
    assert.equal(lines.length, 100_000);
    assert.equal(lines.at(-1), "line 99999");
  });

  it("names the cell, line and column of an error, with a code frame", async () => {
    const { trace, reply } = await kernel.run(
      "const a = 1;\nfunction f(): void {\n  throw new RangeError('too far');\n}\nf();",
      {
        cell: "clean",
        line: 30,
      },
    );
    assert.equal(reply.status, "error");
    assert.match(trace, /daily\.pipenb:32:9 cell "clean"/);
    assert.match(trace, /> 32 \| {3}throw new RangeError\('too far'\);\n {5}\| {9}\^/);
    assert.match(
      trace,
      /RangeError: too far\n {4}at f \(daily\.pipenb:32:9 cell "clean"\)\n {4}at daily\.pipenb:34:1 cell "clean"$/,
    );
  });

  it("names the cell that a failing function comes from", async () => {
    await kernel.run("const broken = () => {\n  throw new Error('x');\n};", { cell: "define", line: 5 });
    const { trace } = await kernel.run("broken()", { cell: "use", line: 50 });
    assert.match(
      trace,
      /at broken \(daily\.pipenb:6:9 cell "define"\)\n {4}at daily\.pipenb:50:1 cell "use"/,
    );
  });

  it("tells modules beside the notebook by their path there, whichever version is loaded", async () => {
    const text = "export function boom(): void {\n  throw new Error('boom');\n}\n";
    for (const blank of ["", "\n"]) {
      write("lib/boom.ts", blank + text);
      const { trace } = await kernel.run('import { boom } from "./lib/boom.ts";\nboom();', { cell: "use" });
      const line = 2 + blank.length;
      assert.match(
        trace,
        new RegExp(`at boom \\(\\./lib/boom\\.ts:${line}:9\\)\n {4}at cell \\[\\d+\\] "use":2:1$`),
      );
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  });

  it("names the place of a syntax error", async () => {
    const { trace } = await kernel.run("const a = 1;\nconst b = (;", { cell: "clean", line: 8 });
    assert.match(
      trace,
      /daily\.pipenb:9:12 cell "clean"\n\n {2}8 \| const a = 1;\n> 9 \| const b = \(;\n {4}\| {12}\^/,
    );
  });

  it("ends a cell whose timer throws with that error", async () => {
    const { trace } = await kernel.run(
      "setTimeout(() => { throw new Error('from a timer'); }, 5);\nawait new Promise(() => {});",
    );
    assert.match(trace, /Error: from a timer/);
  });

  it("gives late output to the cell that caused it", async () => {
    const late = new Promise<string | undefined>((resolve) => {
      kernel.client.onMessage((message) => {
        if (message.header.msg_type === "stream") resolve(message.parentHeader?.msg_id);
      });
    });
    const first = execute(kernel.client, "setTimeout(() => console.log('late'), 30)");
    await first.reply;
    await kernel.run("await new Promise((resolve) => setTimeout(resolve, 60))");
    assert.equal(await late, first.id);
  });

  it("aborts the cells behind a failed one, and runs those asked for later", async () => {
    for (const wait of ["await 1;", "await new Promise((resolve) => setTimeout(resolve, 30));"]) {
      const failing = execute(kernel.client, `${wait} throw new Error('stop')`);
      const waiting = execute(kernel.client, "globalThis.ran = true");
      assert.equal((await failing.reply).status, "error");
      assert.equal((await waiting.reply).status, "aborted");
    }
    assert.equal((await kernel.run("globalThis.ran")).result, undefined);
  });

  it("runs the cells of a client that connects after a failure", async () => {
    await kernel.run("throw new Error('stop')");
    const another = await kernel.connect();
    assert.equal((await ranOf(another, "1 + 1")).result, "2");
    another.close();
  });

  it("tells another client what runs and waits, and where to begin to read all of it", async () => {
    const code = [
      `const { existsSync } = await import("node:fs");
       while (!existsSync("go-on")) await new Promise((resolve) => setTimeout(resolve, 5));`,
      "'second'",
    ];
    const runs = code.map((each) => execute(kernel.client, each));
    execute(kernel.client, "1", { silent: true });
    for await (const event of runs[0] ?? []) if (event.type === "execute_input") break;
    const looking = await kernel.connect();
    const cells = await looking.cells();
    looking.close();
    assert.deepEqual(
      cells.map(({ id, code: sent }) => [id, sent]),
      runs.map(({ id }, index) => [id, code[index]]),
    );
    const since = Math.min(...cells.map((cell) => cell.since));
    const other = await connectKernel({
      ...{ url: kernel.url, token: kernel.token, since },
      follow: cells.map(({ id }) => id),
    });
    const streams = cells.map(({ id }) => follow(other, id));
    write("go-on", "");
    const seen: string[][] = [];
    for (const run of streams) {
      const types: string[] = [];
      for await (const { type } of run) types.push(type);
      seen.push(types);
    }
    assert.deepEqual(seen, [
      // Busy, busy once more behind the answer to who looked, and idle.
      ["status", "execute_input", "status", "status"],
      ["status", "execute_input", "execute_result", "status"],
    ]);
    await kernel.run("1");
    assert.deepEqual(await other.cells(), []);
    other.close();
  });

  it("keeps its own globals when a cell takes their names", async () => {
    assert.equal(
      (
        await kernel.run(
          "function process() { return 1; }\nlet console = 2; let JSON = 3; process() + console + JSON",
        )
      ).result,
      "6",
    );
    assert.equal((await kernel.run("'still here'")).result, "'still here'");
  });

  it("asks the client for input, and says when nobody can be asked", async () => {
    const asked: unknown[] = [];
    const input = (prompt: string, password: boolean): Promise<string> => {
      asked.push([prompt, password]);
      return Promise.resolve("Ada");
    };
    assert.equal((await kernel.run('await input("Who? ")', { input })).result, "'Ada'");
    assert.equal((await kernel.run('await input("Key", { password: true })', { input })).result, "'Ada'");
    assert.deepEqual(asked, [
      ["Who? ", false],
      ["Key", true],
    ]);
    assert.match((await kernel.run("await input()")).trace, /Nobody can be asked for input here/);
    const refuse = (): Promise<string> => Promise.reject(new Error("not now"));
    assert.match((await kernel.run("await input()", { input: refuse })).trace, /not now/);
  });

  it("completes names and members from the values that are there", async () => {
    await kernel.run("const weather = { rain: 1, rainfall: 2 };");
    const complete = async (code: string): Promise<unknown> => {
      const { content } = await kernel.client.request("shell", "complete_request", {
        code,
        cursor_pos: code.length,
      });
      // SAFETY: a complete_reply.
      return (content as { matches: unknown }).matches;
    };
    assert.deepEqual(await complete("weath"), ["weather"]);
    assert.deepEqual(await complete("weather.rain"), ["rain", "rainfall"]);
  });
});
