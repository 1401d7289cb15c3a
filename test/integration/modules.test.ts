/** Modules beside the notebook, in the kernel and in the exported pipeline. */
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runPipenb } from "../support/command-line.ts";
import { runBothWays } from "../support/both-ways.ts";

interface Case {
  readonly what: string;
  readonly cell: string;
  readonly files: Readonly<Record<string, string>>;
  readonly stdout: string;
}

const decorated = `import { twice } from "./twice";
function logged(value: unknown, { name }: ClassAccessorDecoratorContext): void {
  console.log("made", String(name));
}
export class Box {
  @logged accessor size: number = twice(2);
}`;

const works: readonly Case[] = [
  {
    what: "enums, parameter properties, namespaces and assertions in brackets",
    cell: 'import { Size, Point, Units } from "./m.ts";\nconsole.log(Size.M, new Point(3).x, Units.km);',
    files: {
      "m.ts":
        "export enum Size { S, M }\nexport class Point { constructor(readonly x: number) {} }\nexport namespace Units { export const km = <number>1000; }",
    },
    stdout: "1 3 1000\n",
  },
  {
    what: "decorators and accessors",
    cell: 'import { Box } from "./lib/box.js";\nconsole.log(new Box().size);',
    files: { "lib/box.ts": decorated, "lib/twice.ts": "export const twice = (n: number): number => 2 * n;" },
    stdout: "made size\n4\n",
  },
  {
    what: "an ending left out, one of JavaScript, a folder, .mts, .cts and JSON",
    cell: `import { ix } from "./lib";
import { a } from "./lib/a";
import { m } from "./lib/m.mjs";
import c from "./lib/c.cjs";
import data from "./lib/d.json" with { type: "json" };
const { late } = await import("./lib/late");
console.log(ix, a, m, c.n, data.d, late);`,
    files: {
      "lib/index.ts": 'export const ix: string = "index";',
      "lib/a.ts": 'import { b } from "./b.js";\nexport const a: string = b;',
      "lib/b.ts": 'export const b: string = "b";',
      "lib/m.mts": 'export enum M { A = "m" }\nexport const m: string = M.A;',
      "lib/c.cts": "enum N { A = 4 }\nexport = { n: N.A };",
      "lib/d.json": '{ "d": "json" }',
      "lib/late.ts": 'export const late: string = "late";',
    },
    stdout: "index b m 4 json late\n",
  },
  {
    what: "a worker thread",
    cell: `import { Worker } from "node:worker_threads";
const worker = new Worker(new URL("./work.ts", import.meta.url));
console.log(await new Promise((done) => worker.on("message", done)));`,
    files: {
      "work.ts":
        'import { parentPort } from "node:worker_threads";\nimport { E } from "./e";\nparentPort?.postMessage(E.B);',
      "e.ts": 'export enum E { B = "from the worker" }',
    },
    stdout: "from the worker\n",
  },
  {
    what: "nothing but types of a module",
    cell: 'import type { A } from "./types.ts";\nimport { type B, b } from "./types";\nconst a: A & B = { n: b };\nconsole.log(a.n);',
    files: { "types.ts": "export interface A { n: number }\nexport type B = A;\nexport const b = 1;" },
    stdout: "1\n",
  },
];

describe("modules beside the notebook", function () {
  this.timeout(120_000);

  for (const { what, cell, files, stdout } of works)
    it(`may hold or be imported as ${what}, in the kernel and in the export`, async () => {
      const { run, exported } = await runBothWays(`// %% name=use\n${cell}\n`, files);
      assert.equal(run.stdout, stdout, run.stderr);
      assert.deepEqual([exported.stdout, exported.stderr, exported.code], [stdout, "", 0]);
    });

  it("lead stacks to the lines as they were written, in the kernel and in the export", async () => {
    const files = {
      "lib/m.ts":
        "export enum Size {\n  S,\n  M,\n}\n\nexport class Box {\n  constructor(private readonly size: Size) {}\n  fail(): never {\n    throw new Error(`box ${this.size}`);\n  }\n}\n",
    };
    const cell = '// %% name=use\nimport { Box, Size } from "./lib/m";\nnew Box(Size.M).fail();\n';
    const { run, exported } = await runBothWays(cell, files);
    assert.match(run.stderr, /\.\/lib\/m\.ts:9:11\n\n(?: .*\n)*>  9 \| {5}throw new Error/);
    assert.match(
      run.stderr,
      /Error: box 1\n {4}at Box\.fail \(\.\/lib\/m\.ts:9:11\)\n {4}at daily\.pipenb:7:17/,
    );
    assert.match(exported.stderr, /Error: box 1\n {4}at Box\.fail \(file:.*\/lib\/m\.ts:9:11\)/);
    assert.deepEqual([run.code, exported.code], [1, 1]);
  });

  describe("that are wrong", () => {
    let folder = "";
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), "pipenb-modules-"));
    });
    afterEach(async () => {
      await rm(folder, { recursive: true, force: true });
    });

    const wrong = [
      ["do not parse", "export const a = 1;\nexport const bad = ;", "2:20", "Expression expected", true],
      [
        "declare a name twice",
        "export const a: number = 1;\nlet b = 2;\nlet b = 3;",
        "3:5",
        "already been declared",
        false,
      ],
      [
        "are not UTF-8",
        Buffer.from('export const a = "\xe9";', "latin1"),
        "1:19",
        "This is not UTF-8: byte 19 of the file, 0xE9, is no part of a character",
        true,
      ],
      ["throw", 'export const a = 1;\nthrow new Error("thrown");', "2:7", "thrown", false],
      [
        "import what is not exported",
        'export const a = 1;\nimport { no } from "./other";\nno;',
        "2:10",
        "does not provide",
        false,
      ],
    ] as const;
    for (const [what, text, place, message, isFound] of wrong)
      it(`because they ${what} are named with their line`, async () => {
        await writeFile(join(folder, "m.ts"), text);
        await writeFile(join(folder, "other.ts"), "export const yes = 1;");
        await writeFile(join(folder, "middle.ts"), 'export { a } from "./m";');
        await writeFile(
          join(folder, "x.pipenb"),
          '// %% name=use\nimport { a } from "./middle.ts";\nconsole.log(a);\n',
        );
        const { code, stderr } = await runPipenb(["run", "--runtime", "local", "x.pipenb"], { cwd: folder });
        assert.equal(code, 1);
        assert.ok(stderr.includes(`./m.ts:${place}\n`), stderr);
        assert.ok(stderr.includes(message), stderr);
        assert.match(stderr, /\n> 2 \| import \{ a \}/);
        const check = await runPipenb(["check", "x.pipenb"], { cwd: folder });
        if (isFound)
          assert.match(
            check.stdout,
            new RegExp(`x\\.pipenb:2:19 cell "use": \\./m\\.ts:${place}: ${message}`),
          );
      });

    it("because they are named in another kernel's way are told alike by check, kernel and export", async () => {
      await writeFile(
        join(folder, "x.pipenb"),
        '// %% name=use\nimport ms from "npm:ms@2";\nconsole.log(ms);\n',
      );
      const advice = /is how Deno names a package of npm\.\s+Write "ms", and add ms: "2" under image\.npm/;
      const run = await runPipenb(["run", "--runtime", "local", "x.pipenb"], { cwd: folder });
      assert.match(run.stderr, advice);
      const check = await runPipenb(["check", "x.pipenb"], { cwd: folder });
      assert.match(check.stdout, advice);
      const exported = await runPipenb(["export", "--ignore-type-errors", "x.pipenb", "--out", "o"], {
        cwd: folder,
      });
      assert.match(exported.stderr, advice);
      assert.notEqual(exported.code, 0);
    });
  });
});
